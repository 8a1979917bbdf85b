# Secrets for development, made once and never changed: var/secrets.env. In production they are given from outside.

step_secrets() {
    local file=var/secrets.env name same
    [ "${ARZI_PROFILE:-$(sed -n 's/^profile: *\([a-z]*\).*/\1/p' config.yaml)}" = production ] && return 0
    while read -r name _ same; do
        grep -q "^$name=" "$file" 2>/dev/null && continue
        say "making a secret for development in $file: $name"
        (
            umask 077
            printf '%s=%s\n' "$name" "$(secret_value "$file" "$same")" >>"$file"
        )
    done < <(cat scripts/secrets.txt channels/*/secrets.txt | sed -e 's/#.*//' -e '/^ *$/d' | sort -t= -k2,2 -s)
    chmod 600 "$file"
}

# secret_value FILE NAME: the value that NAME has in FILE, or a new one where no NAME is given.
secret_value() {
    if [ -n "$2" ]; then
        sed -n "s/^$2=//p" "$1"
    else
        od -An -N24 -tx1 /dev/urandom | tr -d ' \n'
    fi
}

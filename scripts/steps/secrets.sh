# Secrets for development, made once and never changed: var/secrets.env. In production they are given from outside.

step_secrets() {
    local file=var/secrets.env name missing=()
    [ "${ARZI_PROFILE:-$(sed -n 's/^profile: *\([a-z]*\).*/\1/p' config.yaml)}" = production ] && return 0
    for name in $(sed -e 's/#.*//' scripts/secrets.txt); do
        grep -q "^$name=" "$file" 2>/dev/null || missing+=("$name")
    done
    [ "${#missing[@]}" -eq 0 ] && return 0
    say "making secrets for development in $file"
    (
        umask 077
        for name in "${missing[@]}"; do
            printf '%s=%s\n' "$name" "$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')" >>"$file"
        done
    )
    chmod 600 "$file"
}

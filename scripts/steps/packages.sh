# System packages, where this is Debian or Ubuntu. Only those that are missing; without root the command is printed.

step_packages() {
    local lists=(scripts/apt-packages.txt) wanted missing
    [ "$purpose" = test ] && lists+=(scripts/apt-packages-test.txt)
    wanted=$(sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "${lists[@]}" | sort -u)
    if ! have dpkg-query; then
        fresh "$state/packages" "$wanted" && return 0
        say "this is not Debian or Ubuntu; please see that these are installed:" $wanted
        mark "$state/packages" "$wanted"
        return 0
    fi
    missing=$(comm -23 <(printf '%s\n' $wanted) <(installed_packages $wanted))
    [ -z "$missing" ] && return 0
    apt_install $missing || say "going on without them; what needs them will say so"
}

installed_packages() {
    # It fails when one of them is unknown to dpkg, and names the others all the same.
    { dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true; } | sed -n 's/^installed //p' | sort -u
}

# Installs with apt as root or with a sudo that asks nothing; otherwise says what to type.
apt_install() {
    local sudo=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! sudo -n true 2>/dev/null; then
            say "system packages are missing. Please type:  sudo apt-get install -y --no-install-recommends $*"
            return 1
        fi
        sudo=(sudo)
    fi
    local apt=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -y)
    long "looking up system packages" "${apt[@]}" update || true
    long "installing $*" "${apt[@]}" install --no-install-recommends "$@"
}

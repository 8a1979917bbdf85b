# uv, which makes the Python environments: the one on this machine, or one of our own in var/tools. Sets $uv.

step_uv() {
    local candidate
    # Trust whom this machine trusts: a company's own certificate authority, for instance. (The second is an older uv's.)
    [ -e /etc/ssl/certs/ca-certificates.crt ] && export UV_SYSTEM_CERTS=${UV_SYSTEM_CERTS:-1} UV_NATIVE_TLS=${UV_NATIVE_TLS:-1}
    for candidate in uv "$HOME/.local/bin/uv" "$HOME/.cargo/bin/uv" var/tools/bin/uv; do
        if "$candidate" --version >/dev/null 2>&1; then
            uv=$candidate
            return 0
        fi
    done
    install_uv
    uv=var/tools/bin/uv
}

install_uv() {
    local python
    python=$(system_python) || die "Python 3 is needed to begin with. Please type:  sudo apt-get install -y python3 python3-venv"
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        apt_install python3-venv || die "uv is missing and cannot be installed: install python3-venv, or uv itself (https://docs.astral.sh/uv/)"
        python=$(system_python)
    fi
    long "installing uv into var/tools" sh -c '
        "$1" -m venv --clear var/tools && var/tools/bin/python -m pip install --quiet --disable-pip-version-check \
            --require-hashes --only-binary :all: -r scripts/uv-requirements.lock' sh "$python"
}

system_python() {
    local candidate
    for candidate in python3 /usr/bin/python3; do
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null && echo "$candidate" && return 0
    done
    have apt-get && apt_install python3 python3-venv && have python3 && echo python3
}

# find_python VERSION…: path of a Python of the first of these versions (such as 3.11) that is here or can be fetched.
find_python() {
    local version candidate
    for version in "$@"; do
        for candidate in $(python_candidates "$version"); do
            "$candidate" -c "import sys; sys.exit(sys.version_info[:2] != (${version/./, }))" 2>/dev/null || continue
            echo "$candidate"
            return 0
        done
    done
    for version in "$@"; do
        long "fetching Python $version" "$uv" python install "$version" || continue
        "$uv" python find --managed-python "$version" && return 0
    done
    return 1
}

python_candidates() {
    local root
    "$uv" python find --no-python-downloads "$1" 2>/dev/null || true
    command -v "python$1" || true
    root=${PYENV_ROOT:-$(pyenv root 2>/dev/null || echo "$HOME/.pyenv")}
    ls -d "$root/versions/$1".*/bin/python 2>/dev/null | sort -V -r || true
}

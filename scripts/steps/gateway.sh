# The gateway's Python environment, .venv: exactly what requirements.lock says, or for tests and checks
# requirements-test.lock, which has the same and more. Production never sees the second.

step_gateway() {
    local lock wanted
    lock=$(gateway_lock)
    wanted="$lock $(hash_of "$lock" pyproject.toml)"
    [ -x .venv/bin/python ] && fresh .venv/arzi-lock "$wanted" && return 0
    make_environment .venv "$lock" "the gateway" 3.11 3.12
    "$uv" pip install --quiet --no-deps --no-build-isolation --python .venv/bin/python --editable .
    mark .venv/arzi-lock "$wanted"
}

# Where the tests' tools are once they stay: `make run` after `make test` has nothing to do.
gateway_lock() {
    case $purpose in
    test | check) echo requirements-test.lock ;;
    *)
        if [ -f .venv/arzi-lock ] && ! grep -q "^requirements\.lock " .venv/arzi-lock; then
            echo requirements-test.lock
        else
            echo requirements.lock
        fi
        ;;
    esac
}

# make_environment FOLDER LOCK LABEL VERSION…
make_environment() {
    local folder=$1 lock=$2 label=$3 python
    shift 3
    if ! [ -x "$folder/bin/python" ]; then
        python=$(find_python "$@") || die "Python $1 is needed for $label, and could not be fetched. Install it (for
    instance with pyenv: pyenv install $1), so that python$1 is on the PATH, and type the same again."
        "$uv" venv --quiet --clear --python "$python" "$folder"
    fi
    long "installing the packages of $label" \
        "$uv" pip sync --require-hashes --compile-bytecode --python "$folder/bin/python" "$lock"
}

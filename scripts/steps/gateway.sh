# The gateway's Python environment, .venv, exactly as requirements.lock says.

step_gateway() {
    local wanted
    wanted=$(hash_of requirements.lock pyproject.toml)
    [ -x .venv/bin/python ] && fresh .venv/arzi-lock "$wanted" && return 0
    make_environment .venv requirements.lock "the gateway" 3.11 3.12
    "$uv" pip install --quiet --no-deps --no-build-isolation --python .venv/bin/python --editable .
    mark .venv/arzi-lock "$wanted"
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

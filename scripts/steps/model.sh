# The trained Rasa model, named by a hash of all that it is made from. nlu/assistant/models/current.tar.gz points to it.

step_model() {
    local models=nlu/assistant/models name
    name=arzi-$(model_hash).tar.gz
    if ! [ -f "$models/$name" ]; then
        mkdir -p "$models/new"
        long "training the assistant" train_model "${name%.tar.gz}" || return 1
        mv -f "$models/new/$name" "$models/$name"
    fi
    [ "$(readlink "$models/current.tar.gz")" = "$name" ] && return 0
    ln -sfn "$name" "$models/current.tar.gz"
    # The last few are kept, to go back to.
    ls -t "$models" | grep -F arzi- | tail -n +6 | while read -r old; do
        [ "$old" = "$name" ] || rm -f "${models:?}/$old"
    done
}

# Everything that the model is made from, our own code that its components import included.
model_hash() {
    hash_of nlu/assistant/requirements.lock nlu/assistant/config.yml nlu/assistant/domain nlu/assistant/data \
        nlu/assistant/components nlu/training nlu/dialogue core/text core/text/tracking.py core/reference/{places,words,phrases,danger}
}

train_model() {
    PYTHONUNBUFFERED=1 nlu/assistant/.venv/bin/python nlu/assistant/train --out nlu/assistant/models/new --name "$1"
}

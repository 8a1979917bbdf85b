# Rasa's Python environment, nlu/assistant/.venv: Rasa Open Source 3.6 needs Python 3.10 and older packages than ours.

step_assistant() {
    local folder=nlu/assistant/.venv wanted
    wanted=$(hash_of nlu/assistant/requirements.lock)
    [ -x "$folder/bin/python" ] && fresh "$folder/arzi-lock" "$wanted" && return 0
    make_environment "$folder" nlu/assistant/requirements.lock "Rasa" 3.10
    mark "$folder/arzi-lock" "$wanted"
}

# Rasa's Python environment, nlu/assistant/.venv: Rasa Open Source 3.6 needs Python 3.10 and older packages than ours.
# What Rasa asks for and our assistant never calls is not in its lock (nlu/assistant/left-out.txt).

step_assistant() {
    local folder=nlu/assistant/.venv wanted
    wanted=$(hash_of nlu/assistant/requirements.lock)
    [ -x "$folder/bin/python" ] && fresh "$folder/arzi-lock" "$wanted" && return 0
    make_environment "$folder" nlu/assistant/requirements.lock "Rasa" 3.10
    mark "$folder/arzi-lock" "$wanted"
}

# All that Rasa asks for, TensorFlow too, in var/baseline: its default pipeline is measured with it, and nothing is served.
step_baseline() {
    local folder=var/baseline wanted
    wanted=$(hash_of nlu/evaluation/baseline.lock)
    [ -x "$folder/bin/python" ] && fresh "$folder/arzi-lock" "$wanted" && return 0
    make_environment "$folder" nlu/evaluation/baseline.lock "Rasa with TensorFlow" 3.10
    mark "$folder/arzi-lock" "$wanted"
}

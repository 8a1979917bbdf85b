# The pages' texts in Urdu and Pashto, compiled from their catalogues.

step_translations() {
    local folder=gateway/web/translations wanted
    wanted=$(hash_of $folder/*/LC_MESSAGES/messages.po)
    fresh "$state/translations" "$wanted" && ls $folder/{ur,ps}/LC_MESSAGES/messages.mo >/dev/null 2>&1 && return 0
    .venv/bin/pybabel -q compile -d $folder
    mark "$state/translations" "$wanted"
}

# The database's tables, as the newest migration wants them.

step_database() {
    local wanted stamp=$state/database
    wanted=$(hash_of core/store/migrations config.yaml)
    # Only the embedded database is known to be where it was: another one is asked each time (a second).
    if [ -z "${ARZI_DATABASE__URL:-}${ARZI_CONFIG:-}" ] && [ -f var/arzi.db ]; then
        fresh "$stamp" "$wanted" && return 0
    fi
    long "bringing the database up to date" ./arzi migrate
    mark "$stamp" "$wanted"
}

# What the set-up steps share. Sourced by scripts/setup with the project's folder as the working directory.
# A step says what it does, is skipped when its stamp still fits, and can be repeated at any time.

state=var/setup # logs and stamps of the set-up
mkdir -p "$state"

say() { printf '%s\n' "arzi set-up: $*" >&2; }
die() { say "$*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# One hash of the contents and names of files (folders: of all files in them, but for what Python leaves behind).
hash_of() {
    { find "$@" -type f ! -name "*.pyc" -print0 || true; } 2>/dev/null | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16
}

# fresh STAMP HASH: was the step done with these contents? mark STAMP HASH: it is now.
fresh() { [ -f "$1" ] && [ "$(<"$1")" = "$2" ]; }
mark() { printf '%s\n' "$2" >"$1.new" && mv -f "$1.new" "$1"; }

# long LABEL COMMAND…: run what takes a while. Its output goes to a log; how long it runs and its last line are shown.
long() {
    local label=$1 log status=0 ticker since=$SECONDS
    shift
    log=$state/$(tr -cs "a-zA-Z0-9\n" "-" <<<"$label" | cut -c1-80).log # a file has a name of 255 signs at most
    say "$label …"
    tick "$log" 9>&- &
    ticker=$!
    "$@" >"$log" 2>&1 9>&- </dev/null || status=$?
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    [ -t 2 ] && printf '\r\033[K' >&2
    if [ "$status" -ne 0 ]; then
        tail -n 30 "$log" >&2
        say "$label: failed after $((SECONDS - since)) s (all of it: $log)"
        return "$status"
    fi
    say "$label: done in $((SECONDS - since)) s"
}

# Shows that something still runs, as long as the set-up itself does.
tick() {
    local every=15 since=$SECONDS
    [ -t 2 ] && every=1
    while sleep "$every" && kill -0 $$ 2>/dev/null; do
        if [ -t 2 ]; then
            printf '\r\033[K  %4d s  %.90s' "$((SECONDS - since))" "$(tail -n 1 "$1" | tr -d '\r' | tr '\t' ' ')" >&2
        else
            say "… $((SECONDS - since)) s: $(tail -n 1 "$1" | tr '\r' '\n' | tail -n 1 | cut -c1-100)"
        fi
    done
}

# One step at a time, even when two set-ups run at once: descriptor 9 holds the lock until this process ends.
one_at_a_time() {
    have flock || return 0
    exec 9>"$state/lock"
    flock -n 9 && return 0
    say "another set-up is running here; waiting for it"
    flock 9
}

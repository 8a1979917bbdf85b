# What scripts/fresh is made of: a Debian in a folder. Sourced by it; $base and $machine are folders, $PWD the project's.

readonly HOUSE=/home/arzi # where the project lies on the new machine
readonly ESSENTIAL=git,make,python3,ca-certificates # what CONTRIBUTING asks for, and what the registries are trusted by
readonly READY_WITHIN_S=3600
search=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin # the new machine's PATH

# A minimal system of this machine's own release, from where this machine gets its packages.
make_base() {
    local release mirror
    release=$(. /etc/os-release && echo "$VERSION_CODENAME")
    mirror=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' | sed -n "s/^$release //p" | head -1)
    [ -n "$mirror" ] || die "apt knows no source of packages for $release: apt-get update"
    rm -rf --one-file-system "$base.new"
    long "making a minimal $release in var/fresh/base" \
        debootstrap --variant=minbase --include="$ESSENTIAL" "$release" "$base.new" "$mirror"
    mv "$base.new" "$base"
}

new_machine() {
    say "a new machine in var/fresh/machine"
    rm -rf --one-file-system "$machine"
    cp -a --reflink=auto "$base" "$machine"
    mount -t proc proc "$machine/proc"
    mount -t sysfs -o ro sysfs "$machine/sys"
    mount -t tmpfs tmpfs "$machine/dev/shm"
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$machine/dev/pts"
    mkdir -p "$machine$HOUSE"
    bring_registries
    bring_pythons
    git clone --quiet --no-hardlinks "$PWD" "$machine$HOUSE"
    git -C "$machine$HOUSE" checkout --quiet --detach "$(git rev-parse HEAD)"
}

# Settings of apt, pip and uv, name resolution and certificates. They are copied for this machine only.
bring_registries() {
    local file
    rm -f "$machine"/etc/apt/sources.list
    for file in /etc/resolv.conf /etc/hosts /etc/apt/{sources.list,sources.list.d,auth.conf,auth.conf.d,keyrings,trusted.gpg,trusted.gpg.d} \
        /usr/share/keyrings /usr/local/share/ca-certificates /etc/pip.conf /etc/xdg/pip /etc/uv ~/.pip ~/.config/pip ~/.config/uv; do
        [ -e "$file" ] || continue
        mkdir -p "$machine$(dirname "$file")"
        cp -aLT --remove-destination "$file" "$machine$file" 2>/dev/null || cp -aLT "$file" "$machine$file"
    done
    apt-config dump | grep -E '^Acquire::' | grep -v '::IndexTargets' >"$machine/etc/apt/apt.conf.d/90this-machine" || true
    inside update-ca-certificates >/dev/null 2>&1
}

# The Pythons that the set-up finds here, as they lie, to be read only, and behind those that the machine has itself.
bring_pythons() {
    local version candidate prefix
    step_uv
    for version in 3.10 3.11; do
        for candidate in $(python_candidates "$version"); do
            prefix=$("$candidate" -c 'import sys; print(sys.base_prefix)' 2>/dev/null) || continue
            [ -x "$prefix/bin/python$version" ] && [ "$prefix" != /usr ] || continue
            mkdir -p "$machine$prefix"
            mount --bind -o ro "$prefix" "$machine$prefix"
            search+=:$prefix/bin
            break
        done
    done
}

# inside COMMAND…: on the new machine, in the project's folder.
inside() {
    local name settings=()
    for name in $(compgen -e | grep -iE '^(PIP_|UV_|SSL_CERT_|REQUESTS_CA|CURL_CA|(https?|no|all)_proxy$)'); do
        settings+=("$name=${!name}")
    done
    chroot "$machine" /usr/bin/env -i HOME=/root LANG=C.UTF-8 PATH="$search" "${settings[@]}" \
        /bin/sh -c "cd $HOUSE && exec \"\$@\"" sh "$@"
}

# make run, until it says that it is ready; then Ctrl-C.
run_until_ready() {
    local since=$SECONDS house
    port_is_free || die "something listens on port 8080 here already, where the new machine's pages would be; stop that first"
    set -m # a process group of its own, as a terminal gives it, so that it takes Ctrl-C
    inside make run </dev/null &
    house=$!
    set +m
    until is_ready; do
        kill -0 "$house" 2>/dev/null || die "make run ended before it was ready"
        [ $((SECONDS - since)) -lt "$READY_WITHIN_S" ] || die "not ready within $READY_WITHIN_S s"
        sleep 1
    done
    say "make run: ready after $((SECONDS - since)) s"
    since=$SECONDS
    kill -INT -- "-$house"
    wait "$house" || true
    say "make run: ended $((SECONDS - since)) s after Ctrl-C"
}

is_ready() { asked 'from urllib.request import urlopen; urlopen("http://127.0.0.1:8080/readyz", timeout=5)'; }
port_is_free() { asked 'import socket; socket.create_server(("127.0.0.1", 8080))'; }
asked() { inside python3 -c "$1" 2>/dev/null; }

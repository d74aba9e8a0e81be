# Sourced by debian-tools.sh and debian-source.sh: apt for an ordinary user, with a state of its own in which nothing is
# installed, so that the closure it computes is that of a bare machine. Nothing of the machine's own apt is changed.
#
#   private_apt <folder> [apt-get argument]...
#   refresh_package_lists <folder> <pattern of the list files that are needed> [apt-get option]...

private_apt() {
    local state=$1
    shift
    if [ ! -d "$state" ]; then
        mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
        : >"$state/status"
        : >"$state/extended_states"
        # The machine's hooks tend its own apt, not ours.
        printf '#clear %s;\n' APT::Update::Pre-Invoke APT::Update::Post-Invoke APT::Update::Post-Invoke-Success \
            >"$state/apt.conf"
    fi
    apt-get -qq -c "$state/apt.conf" \
        -o Dir::State="$state" -o Dir::State::Lists="$state/lists" -o Dir::State::status="$state/status" \
        -o Dir::State::extended_states="$state/extended_states" \
        -o Dir::Cache="$state/cache" -o Dir::Cache::archives="$state/cache/archives" \
        -o Dir::Log="$state" -o Debug::NoLocking=true -o APT::Sandbox::User="$(id -un)" \
        -o Acquire::Languages=none -o Acquire::Retries=2 -o APT::Install-Recommends=false "$@"
}

refresh_package_lists() {
    local state=$1 pattern=$2
    shift 2
    if [ -d "$state/lists" ] && [ -n "$(find "$state/lists" -maxdepth 1 -name "$pattern" -mmin -1440 -print -quit)" ]; then
        return
    fi
    # A third-party source of the machine that does not answer must not stop us: what is needed is checked later.
    private_apt "$state" update "$@" || echo "debian-tools: some package lists could not be refreshed" >&2
    find "$state/lists" -maxdepth 1 -name "$pattern" -exec touch {} +
}

#!/bin/sh
# Records two calls between two network namespaces: one clean, one with packets dropped on the way.
#   record.sh <folder> [seconds] [loss to the agent, %] [loss to the customer, %]
# Needs root, Debian's chromium, iproute2 and nftables. What was dropped is counted and written beside the recording.
set -eu
folder=$1
seconds=${2:-50}
to_agent=${3:-6}
to_customer=${4:-3}
here=$(dirname "$0")

finish() {
  ip netns delete call-agent 2>/dev/null || true
  ip netns delete call-customer 2>/dev/null || true
}
trap finish EXIT

ip netns add call-agent
ip netns add call-customer
ip link add agent0 netns call-agent type veth peer name customer0 netns call-customer
for side in "agent 10.20.0.2" "customer 10.20.0.3"; do
  set -- $side
  ip -n "call-$1" address add "$2/24" dev "${1}0"
  ip -n "call-$1" link set lo up
  ip -n "call-$1" link set "${1}0" up
done

dotnet build "$here" --nologo --verbosity quiet
record() {
  dotnet run --no-build --project "$here" "$folder" "$1" "$seconds" call-agent call-customer
}

record clean-call

# Only the voice is dropped: RTP (version 2) with Opus's payload type, 111. What keeps the call up passes.
drop() {
  ip netns exec "$1" nft -f - <<RULES
table inet loss {
  counter voice { }
  counter dropped { }
  chain input {
    type filter hook input priority 0;
    meta l4proto udp @th,64,2 2 @th,73,7 111 jump voice_in
  }
  chain voice_in {
    counter name voice
    numgen random mod 100 < $2 counter name dropped drop
  }
}
RULES
}

count() {
  ip netns exec "$1" nft -j list counter inet loss "$2" | sed 's/.*"packets": \([0-9]*\).*/\1/'
}

drop call-agent "$to_agent"
drop call-customer "$to_customer"
record lossy-call
printf '{"toAgent":{"sent":%s,"dropped":%s},"toCustomer":{"sent":%s,"dropped":%s}}\n' \
  "$(count call-agent voice)" "$(count call-agent dropped)" \
  "$(count call-customer voice)" "$(count call-customer dropped)" >"$folder/lossy-call.dropped.json"

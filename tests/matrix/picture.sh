#!/usr/bin/env bash
# Plays a person in nheko under Xvfb: links the chat, opens a ballot, looks at a result, and leaves PNGs in $PICTURES.
# Run by `cargo run -p isoloir-tests --example matrix_picture -- FOLDER`, which sets HOMESERVER, PERSON, PASSWORD, BOT, CODE.
# Debian: nheko xvfb xdotool imagemagick dbus-x11 curl jq.
set -euo pipefail
mkdir -p "$PICTURES"
home=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$home"' EXIT
export HOME=$home XDG_CONFIG_HOME=$home/config XDG_DATA_HOME=$home/data XDG_CACHE_HOME=$home/cache XDG_RUNTIME_DIR=$home
export LIBGL_ALWAYS_SOFTWARE=1 QT_QPA_PLATFORM=xcb LANG=C.UTF-8
api() { curl -sS --fail-with-body -H "Authorization: Bearer $token" -H 'Content-Type: application/json' "$@"; }

login=$(curl -sS "$HOMESERVER/_matrix/client/v3/login" -d "$(jq -n --arg u "$PERSON" --arg p "$PASSWORD" \
  '{type: "m.login.password", identifier: {type: "m.id.user", user: $u}, password: $p}')")
token=$(jq -r .access_token <<<"$login")
device=$(jq -r .device_id <<<"$login")
mkdir -p "$XDG_CONFIG_HOME/nheko"
cat >"$XDG_CONFIG_HOME/nheko/nheko.conf" <<CONF
[General]
run_without_secure_secrets_service=true
[auth]
access_token=$token
device_id=$device
home_server=$HOMESERVER
user_id=$PERSON
[user]
theme=light
window\\tray=false
sidebar\\room_list_width=230
CONF

# A display that nobody else has.
mkfifo "$home/number"
Xvfb -displayfd 3 -screen 0 1100x1000x24 3>"$home/number" >/dev/null 2>&1 &
read -r number <"$home/number"
export DISPLAY=:$number
dbus-run-session -- nheko >"$PICTURES/nheko.log" 2>&1 &
# Its keys are there once it can be written to.
until api "$HOMESERVER/_matrix/client/v3/keys/query" -d "$(jq -n --arg u "$PERSON" '{device_keys: {($u): []}}')" |
  jq -e --arg u "$PERSON" --arg d "$device" '.device_keys[$u][$d]' >/dev/null; do sleep 0.5; done
room=$(api "$HOMESERVER/_matrix/client/v3/createRoom" -d "$(jq -n --arg b "$BOT" '{is_direct: true, invite: [$b],
  preset: "trusted_private_chat", initial_state: [{type: "m.room.encryption", state_key: "",
  content: {algorithm: "m.megolm.v1.aes-sha2"}}]}')" | jq -r .room_id)
# So many messages of the bot are in the room: with each thing that is said one more.
answers() { api "$HOMESERVER/_matrix/client/v3/rooms/$room/messages?dir=b&limit=200" |
  jq --arg b "$BOT" '[.chunk[] | select(.sender == $b and .type == "m.room.encrypted")] | length'; }
waits() {
  for _ in $(seq 100); do
    [ "$(answers)" -gt "$1" ] && sleep 2 && return
    sleep 0.3
  done
  shoot stuck
  exit 1
}
shoot() { import -window root "$PICTURES/$1.png"; echo "$PICTURES/$1.png"; }
says() { local had; had=$(answers); xdotool type --delay 40 "$1"; xdotool key Return; waits "$had"; }

waits 0
window=$(xdotool search --sync --onlyvisible --class nheko | head -1)
xdotool windowmove "$window" 0 0 windowsize "$window" 1100 1000
sleep 3
# “Setup Encryption” is called off, the only room is opened.
xdotool mousemove 1033 961 click 1
sleep 2
xdotool mousemove 150 105 click 1
sleep 2
shoot greeting
says "$CODE"
sleep 8 # its owner says yes
says final
says 1
says B
says "3 D"
shoot ballot
# Lines that begin with “/” are the client's own: words go without.
says resultats
says 1
sleep 3
shoot result
xdotool mousemove 680 500 click --repeat 6 --delay 200 4
sleep 2
shoot picture

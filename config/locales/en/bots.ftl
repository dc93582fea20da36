# The bots: what they say outside the screens, and what an operator reads.
bots-unreadable = I can only read text. Write your answer, or choose on the page.
bots-encrypted = I could not decrypt that message. Send it again; if that does not help, sign out of your app and in again.
bots-too-long = That message is too long for me. Send a shorter one.
bots-unknown-link = That link leads nowhere any more. Here is where you are.
bots-relinked = Your account has just been linked with another chat. If it was not you, open “My account”, then “My devices”, and sign it out.

bots-check-good = good
bots-check-doubtful = look at this
bots-check-missing = missing
bots-check-how = To do: { $how }
bots-check-ready = The bots can start.
bots-check-not-ready = The bots cannot start like this.

bots-check-settings = The settings cannot be read: { $why }
bots-check-settings-how = correct the file, variable or option it names.
bots-check-platform-good = The platform answers ({ $name }).
bots-check-platform-unset = No platform is given.
bots-check-platform-unset-how = add --platform and its address.
bots-check-platform-address = The platform’s address is not valid, or not encrypted (https).
bots-check-platform-address-how = give an address that begins with https://; http is for this machine only.
bots-check-platform-silent = The platform does not answer.
bots-check-platform-silent-how = check the address, the network, and that the platform runs.
bots-check-store-good = The file of conversations can be written ({ $count ->
    [0] nobody is in it yet
    [one] one person
   *[other] { $count } people
  }).
bots-check-store-bad = The file of conversations cannot be opened: { $why }
bots-check-store-bad-how = check the folder of --data, its rights, and the room on the disk.
bots-check-key-good = The key is there, and opens what is kept.
bots-check-key-new = There is no key yet; the first start will make one.
bots-check-key-new-how = then keep a copy of it, apart from the database.
bots-check-key-lost = The key is missing, and conversations are kept.
bots-check-key-lost-how = put the key file back; without it nothing that is kept can be read.
bots-check-key-wrong = What is kept was sealed with another key (fingerprint { $fingerprints }).
bots-check-key-wrong-how = put that key back in the file, below the new one.
bots-check-key-bad = The key file cannot be read: { $why }
bots-check-key-bad-how = one key a line, 32 bytes in base64.
bots-check-no-network = No network is set up: neither a Telegram token nor a Matrix server.
bots-check-no-network-how = set up at least one of them.

bots-failed = It stopped: { $why }
bots-ended = A part of the program ended by itself, through a fault of its own.
bots-system-how = look at the log; if it happens again, report it with these words.
bots-listen-how = choose a free address and port (--listen-ops, --webhook-listen) that this account may open.
bots-secret-how = check that the file is there, and that the bot’s account may read it.
bots-webhook-secret-how = give 1 to 256 letters, digits, _ or - in ISOLOIR_TELEGRAM_WEBHOOK_SECRET or its file, the same for every instance.
bots-webhook-refused = Telegram refuses the address of the webhook: { $why }
bots-webhook-refused-how = give --webhook-url a public https address, on port 443, 80, 88 or 8443.
bots-unhook-refused = Telegram refuses to take away the address (webhook) that it sends messages to.

# Telegram: what is seen around the conversation, and what whoever installs the bot reads.
telegram-group = I show nothing here of what you do. Let us go on in private.
telegram-group-open = Open in private
telegram-stray = This button is not meant for you. Write to me in private.
telegram-description = The bot of the primary: read candidates, support them, grade them by majority judgment, check your receipt, read the results. No ranking, no advertising. Touch Start.
telegram-short = Read, support, vote and check: the primary in a conversation.
telegram-inline-candidate = Read and support
telegram-inline-results = See the whole result
telegram-inline-more = { $n ->
    [one] and { $n } other
   *[other] and { $n } others
  }
check-telegram-is = Telegram knows this bot: @{ $name }.
check-telegram-no-token = The Telegram token is missing.
check-telegram-no-token-how = Ask @BotFather for one, then give it with --token-file or ISOLOIR_TELEGRAM_TOKEN.
check-telegram-token = Telegram does not know this token.
check-telegram-token-how = Ask @BotFather for the current token (/token), and put it in the file.
check-telegram-reach = Telegram does not answer.
check-telegram-reach-how = Check that this machine reaches https://api.telegram.org, or the address of --api-url.
check-telegram-inline = Nobody can share a candidate in a chat: inline mode is off.
check-telegram-inline-how = Send /setinline to @BotFather.
check-telegram-privacy = This bot gets all messages of groups, which it does not need.
check-telegram-privacy-how = Send /setprivacy to @BotFather and choose “Enable”.
check-telegram-hooked = Telegram sends messages to an address (webhook); this setting asks for them.
check-telegram-hooked-how = At the start the address will be taken away. If another program uses it, stop that one or set a webhook here.
check-telegram-secret = The secret of the webhook is missing.
check-telegram-secret-how = Give it with ISOLOIR_TELEGRAM_WEBHOOK_SECRET or its file, the same for every instance.
check-telegram-https = The webhook’s public address is not https.
check-telegram-https-how = Put a server that speaks https in front of the bot, and give its address.
check-telegram-elsewhere = Telegram sends messages to another address.
check-telegram-elsewhere-how = At the start the one of these settings will replace it.
check-telegram-unheard = Telegram cannot deliver messages to the public address.
check-telegram-unheard-how = Check that this address leads to the bot (certificate, firewall, path).

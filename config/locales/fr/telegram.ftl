# Telegram : ce que l’on voit autour de la discussion, et ce que lit qui installe le robot.
telegram-group = Ici, je ne montre rien de ce que vous faites. Continuons en privé.
telegram-group-open = Ouvrir en privé
telegram-stray = Ce bouton ne vous est pas destiné. Écrivez-moi en privé.
telegram-description = Le robot de la primaire : lisez les candidatures, soutenez, notez au jugement majoritaire, vérifiez votre reçu, lisez les résultats. Aucun rang, aucune publicité. Touchez Démarrer.
telegram-short = Lire, soutenir, voter et vérifier : la primaire dans une discussion.
telegram-inline-candidate = Lire et soutenir
telegram-inline-results = Voir tout le résultat
telegram-inline-more = { $n ->
    [one] et { $n } autre
   *[other] et { $n } autres
  }
check-telegram-is = Telegram connaît ce robot : @{ $name }.
check-telegram-no-token = Le jeton de Telegram manque.
check-telegram-no-token-how = Demandez-en un à @BotFather, puis donnez-le par --token-file ou ISOLOIR_TELEGRAM_TOKEN.
check-telegram-token = Telegram ne reconnaît pas ce jeton.
check-telegram-token-how = Demandez à @BotFather le jeton actuel (/token), et remplacez celui du fichier.
check-telegram-reach = Telegram ne répond pas.
check-telegram-reach-how = Vérifiez que cette machine atteint https://api.telegram.org, ou l’adresse de --api-url.
check-telegram-inline = On ne peut pas partager de candidature dans une discussion : le mode « inline » est fermé.
check-telegram-inline-how = Envoyez /setinline à @BotFather.
check-telegram-privacy = Ce robot reçoit tous les messages des groupes, ce dont il n’a pas besoin.
check-telegram-privacy-how = Envoyez /setprivacy à @BotFather et choisissez « Enable ».
check-telegram-hooked = Telegram envoie les messages à une adresse (webhook) ; ce réglage-ci les demande.
check-telegram-hooked-how = Au démarrage, l’adresse sera retirée. Si un autre programme s’en sert, arrêtez-le ou réglez un webhook ici.
check-telegram-secret = Le secret du webhook manque.
check-telegram-secret-how = Donnez-le par ISOLOIR_TELEGRAM_WEBHOOK_SECRET ou par son fichier, le même pour chaque instance.
check-telegram-https = L’adresse publique du webhook n’est pas en https.
check-telegram-https-how = Mettez devant le robot un serveur qui parle https, et donnez son adresse.
check-telegram-elsewhere = Telegram envoie les messages à une autre adresse.
check-telegram-elsewhere-how = Au démarrage, celle des réglages la remplacera.
check-telegram-unheard = Telegram n’arrive pas à livrer des messages à l’adresse publique.
check-telegram-unheard-how = Vérifiez que cette adresse mène jusqu’au robot (certificat, pare-feu, chemin).

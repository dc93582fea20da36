# Les robots : ce qu'ils disent en dehors des écrans, et ce que l'opérateur lit.
bots-unreadable = Je ne sais lire que du texte. Écrivez votre réponse, ou choisissez sur la page.
bots-encrypted = Je n’ai pas pu déchiffrer ce message. Renvoyez-le ; si cela recommence, déconnectez puis reconnectez votre application.
bots-too-long = Ce message est trop long pour moi. Envoyez-le en plus court.
bots-unknown-link = Ce lien ne mène plus nulle part. Voici où vous en êtes.
bots-relinked = Votre compte vient d’être relié à une autre discussion. Si ce n’est pas vous, ouvrez « Mon compte », puis « Mes appareils », et déconnectez-la.

bots-check-good = tout va bien
bots-check-doubtful = à regarder
bots-check-missing = manque
bots-check-how = À faire : { $how }
bots-check-ready = Les robots peuvent démarrer.
bots-check-not-ready = Les robots ne peuvent pas démarrer ainsi.

bots-check-settings = Les réglages ne se lisent pas : { $why }
bots-check-settings-how = corrigez le fichier, la variable ou l’option citée.
bots-check-platform-good = La plateforme répond ({ $name }).
bots-check-platform-unset = Aucune plateforme n’est indiquée.
bots-check-platform-unset-how = ajoutez --platform suivi de son adresse.
bots-check-platform-address = L’adresse de la plateforme n’est pas valable, ou n’est pas chiffrée (https).
bots-check-platform-address-how = donnez une adresse qui commence par https:// ; http n’est admis que sur cette machine.
bots-check-platform-silent = La plateforme ne répond pas.
bots-check-platform-silent-how = vérifiez l’adresse, le réseau, et que la plateforme tourne.
bots-check-store-good = Le fichier des conversations peut être écrit ({ $count ->
    [0] personne n’y est encore
    [one] une personne
   *[other] { $count } personnes
  }).
bots-check-store-bad = Le fichier des conversations ne peut pas être ouvert : { $why }
bots-check-store-bad-how = vérifiez le dossier de --data, ses droits et la place sur le disque.
bots-check-key-good = La clé est là, et ouvre ce qui est gardé.
bots-check-key-new = Il n’y a pas encore de clé ; le premier démarrage en fera une.
bots-check-key-new-how = gardez-en ensuite une copie, à part de la base.
bots-check-key-lost = La clé manque, alors que des conversations sont gardées.
bots-check-key-lost-how = remettez le fichier de clé ; sans lui, rien de ce qui est gardé ne se lit.
bots-check-key-wrong = Ce qui est gardé a été scellé avec une autre clé (empreinte { $fingerprints }).
bots-check-key-wrong-how = remettez cette clé dans le fichier, sous la nouvelle.
bots-check-key-bad = Le fichier de clé ne se lit pas : { $why }
bots-check-key-bad-how = une clé par ligne, 32 octets en base64.
bots-check-no-network = Aucun réseau n’est réglé : ni jeton Telegram, ni serveur Matrix.
bots-check-no-network-how = réglez au moins l’un des deux.

bots-failed = Cela s’est arrêté : { $why }
bots-ended = Une partie du programme s’est arrêtée d’elle-même, par sa faute.
bots-system-how = regardez le journal ; si cela se répète, signalez-le avec ces mots.
bots-listen-how = choisissez une adresse et un port libres (--listen-ops, --webhook-listen), que ce compte a le droit d’ouvrir.
bots-secret-how = vérifiez que le fichier existe, et que le compte du robot peut le lire.
bots-webhook-secret-how = donnez par ISOLOIR_TELEGRAM_WEBHOOK_SECRET ou par son fichier 1 à 256 lettres, chiffres, _ ou -, les mêmes pour chaque instance.
bots-webhook-refused = Telegram refuse l’adresse du webhook : { $why }
bots-webhook-refused-how = donnez par --webhook-url une adresse https publique, sur le port 443, 80, 88 ou 8443.
bots-unhook-refused = Telegram refuse de retirer l’adresse (webhook) où il envoie les messages.

# Voting: promise, ballot, review, receipt.
promise-title = Avant de voter
promise-intro = Votre bulletin est chiffré sur cet appareil avant de partir. Voici ce que cela garantit, et ce que cela ne garantit pas.
promise-holds = Garanti
promise-holds-1 = Votre bulletin est enregistré tel que vous l’envoyez, et compté tel qu’il est enregistré. Votre reçu permet de le vérifier, et toute personne peut tout recompter.
promise-intro-chat = Votre bulletin est chiffré par le robot avant de partir. Voici ce que cela garantit, et ce que cela ne garantit pas.
promise-holders-all = Personne ne le lit sur la plateforme, sauf si les { $n } personnes ou organismes qui gardent les clés s’unissent tous : { $names }.
promise-holders-some = Personne ne le lit sur la plateforme, sauf si { $threshold } des { $n } personnes ou organismes qui gardent les clés s’unissent : { $names }.
promise-not-local = La plateforme détient elle-même les { $n } clés : il n’est pas garanti que personne ne lise votre bulletin. Qui l’administre le pourrait.
promise-stays = Ce qui ne s’efface plus
promise-stays-text = Un bulletin envoyé ne s’efface plus, même avec votre compte : chiffré, il est compté et peut rester dans les archives publiques. Le lien entre votre compte et lui est effacé après le délai de contestation.
promise-check-chat = Avant d’envoyer, vous pourrez contrôler ce que le robot a chiffré.
promise-holds-3 = Le reçu ne montre pas vos mentions : il ne peut pas être vendu.
promise-not = Pas garanti
promise-not-1 = Rien ne vous protège d’une personne qui regarde votre écran ou exige votre appareil, ni d’un logiciel malveillant.
promise-not-2 = Rien ne prouve que chaque clé de vote est une personne : qui tiendrait à la fois les inscriptions et l’urne pourrait ajouter des votes.
promise-not-3 = Le secret n’est pas éternel : un grand ordinateur quantique pourrait un jour lire les bulletins publiés.
promise-understood = J’ai compris, voter
ballot-title = Mon bulletin
lot-title = Lot n° { $n }
final-title = Vote final
lot-text = Donnez une mention à chaque candidature de ce lot, tiré au sort. Plusieurs candidatures peuvent recevoir la même.
final-text = Donnez une mention à chaque finaliste. Plusieurs finalistes peuvent recevoir la même.
ballot-progress = Mentions données
ballot-no-opinion = Sans opinion
ballot-regraded = { $name } : « { $grade } », à la place de « { $before } ».
ballot-same-grade = { $name } a déjà « { $grade } ».
ballot-missing = { $n ->
        [one] Il manque encore { $n } mention.
       *[other] Il manque encore { $n } mentions.
    }
ballot-review = Relire mon bulletin
ballot-changing = Vous modifiez un bulletin déjà envoyé. Ses mentions ne sont pas gardées ici : notez à nouveau chaque candidature. Le dernier bulletin envoyé compte.
ballot-too-late = { $why } Ce bulletin ne peut plus être envoyé ; vos mentions restent affichées.
ballot-too-late-gone = { $why } Ce bulletin ne peut plus être envoyé : ses mentions sont effacées d’ici.
ballot-lot-expired = Ce lot a expiré et d’autres personnes l’ont reçu.
lot-expires = Lot réservé pour vous
lot-next = Noter un autre lot
ballot-cast = Voter
ballot-change = Modifier ce bulletin
ballot-sending = Votre bulletin est chiffré et gardé sur cet appareil, et part vers la plateforme. Il sera compté une seule fois.
ballot-sending-chat = Votre bulletin est chiffré et gardé par le robot, et part vers la plateforme. Il sera compté une seule fois.
review-title = Relisez avant de voter
review-text-change = Vous pourrez le modifier jusqu’à la clôture : le dernier envoyé compte.
review-text-final = Un bulletin envoyé ne se modifie plus.
review-change = Changer une mention
receipt-title = A voté !
receipt-tracker = Numéro de reçu
receipt-cast-at = Enregistré le
receipt-text = Gardez ce numéro. Il ne dit rien de vos mentions et permet à quiconque l’a de vérifier que ce bulletin compte.
receipt-recorded = Enregistré : il comptera si vous n’en envoyez pas d’autre avant la clôture.
receipt-closed = Le vote est clos. « Mes reçus » dit si ce bulletin est compté.
receipt-counted = Compté dans le résultat publié.
receipt-replaced = Remplacé par un bulletin plus récent de la même personne.
why-lot-title = Pourquoi ce lot ?
why-lot-text = Chaque candidature doit être montrée autant de fois que les autres. Les moins montrées passent d’abord, le reste est tiré au sort ; leur ordre aussi.
why-lot-list = Les candidatures de ce lot
why-lot-none = Aucun lot n’est ouvert.
why-lot-shown = { $n ->
        [0] jamais montrée avant
        [one] montrée { $n } fois avant
       *[other] montrée { $n } fois avant
    }
why-lot-least-shown = moins montrée que les autres
why-lot-drawn = tirée au sort
receipt-short-recorded = enregistré
receipt-short-counted = compté
receipt-short-replaced = remplacé
receipt-title-old = Reçu
receipt-checked = Vérifié : ce bulletin est dans l’urne, tel qu’il est parti.

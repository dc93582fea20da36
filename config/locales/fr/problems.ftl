# Problem details of the platform: a title in a few words, and what to do next.
problem-malformed-title = Requête illisible
problem-malformed = La requête n’a pas la forme attendue. Corrigez-la avant de la renvoyer.
problem-invalid-title = Valeur refusée
problem-invalid = Une valeur de la requête ne respecte pas les règles.
problem-unauthenticated-title = Connexion nécessaire
problem-unauthenticated = Connectez-vous, puis recommencez.
problem-forbidden-title = Action non permise
problem-forbidden = Ce compte ne peut pas faire cela.
problem-not-registered-title = Inscription nécessaire
problem-not-registered = Inscrivez-vous d’abord à la primaire : âge, droits civiques, lieu et charte.
problem-not-found-title = Introuvable
problem-not-found = Rien ne se trouve à cette adresse.
problem-too-early-title = Trop tôt
problem-too-early = Cette étape n’est pas encore ouverte.
problem-too-late-title = Trop tard
problem-too-late = Cette étape est close : rien n’a été enregistré.
problem-limit-reached-title = Limite atteinte
problem-limit-reached = Toutes vos places sont prises. Choisissez qui remplacer.
problem-duplicate-title = Déjà fait
problem-duplicate = C’est déjà enregistré.
problem-wrong-state-title = État inadapté
problem-wrong-state = L’état actuel de cette candidature ne le permet pas.
problem-foreign-lot-title = Lot d’une autre personne
problem-foreign-lot = Ce lot a été tiré pour une autre personne.
problem-lot-expired-title = Lot expiré
problem-lot-expired = Ce lot n’a pas été voté à temps : demandez-en un autre.
problem-incomplete-ballot-title = Bulletin incomplet
problem-incomplete-ballot = Chaque candidature du bulletin doit recevoir une réponse, et une seule.
problem-already-cast-title = Déjà voté
problem-already-cast = Ce bulletin est déposé et cette primaire ne permet pas de le changer.
problem-already-voted-title = Vous avez voté
problem-already-voted = Vous avez voté dans cette primaire avant d’effacer votre compte. Ces bulletins comptent toujours : vous pouvez suivre la primaire, mais pas y voter une seconde fois.
problem-no-more-lots-title = Plus de lot
problem-no-more-lots = Il ne reste pas de lot à tirer pour vous.
problem-wrong-code-title = Code faux
problem-wrong-code = Ce code n’est pas le bon. Vérifiez le dernier message reçu.
problem-code-expired-title = Code expiré
problem-code-expired = Ce code est trop ancien ou a été essayé trop souvent : demandez-en un autre.
problem-link-code-title = Code de liaison refusé
problem-link-code = Ce code ne sert plus : il a déjà servi, il a plus de dix minutes, ou il n’a pas été copié en entier. Demandez-en un autre depuis votre compte.
problem-key-reused-title = Clé déjà utilisée
problem-key-reused = Cette clé d’idempotence a servi pour une autre requête.
problem-key-missing-title = Clé manquante
problem-key-missing = Une écriture doit porter un en-tête Idempotency-Key : un UUID nouveau pour chaque écriture.
problem-too-many-requests-title = Trop de requêtes
problem-too-many-requests = Attendez un peu avant de recommencer.
problem-too-large-title = Requête trop grande
problem-too-large = Le contenu envoyé dépasse la taille permise.
problem-frozen-title = Règles figées
problem-frozen = Les règles d’une étape ouverte sont figées, et un changement s’annonce à l’avance.
problem-not-yet-title = Pas encore publié
problem-not-yet = Le résultat est publié à la clôture.
problem-unsupported-title = Méthode ou format non pris en charge
problem-unsupported = Cette adresse n’accepte pas cette méthode ou ce format.
problem-unavailable-title = Indisponible
problem-unavailable = La plateforme ne peut rien enregistrer pour l’instant. Rien n’a été écrit : réessayez.
problem-internal-title = Erreur de la plateforme
problem-internal = C’est notre faute, et rien n’a été écrit. Réessayez plus tard.
problem-too-early-on = Cette étape ouvre le { $deadline }.
problem-too-late-on = Cette étape est close depuis le { $deadline } : rien n’a été enregistré.
problem-frozen-until = Ce changement n’est possible qu’à partir du { $deadline }, ou avant l’ouverture de l’étape.
problem-wait = Recommencez dans { $span }.
problem-field = Champ en cause : { $field }.
problem-name-taken = Une personne de ce nom est déjà en lice. Si c’est vous, déclarez-vous comme la personne plébiscitée.
problem-name-fixed = Des personnes ont soutenu ou plébiscité ce nom : il ne peut plus changer.
problem-link-unseen = Cette demande n’est pas celle qui vous a été montrée, ou personne n’a encore donné le code. Regardez-la de nouveau.
problem-names-used-up = Vous avez proposé autant de nouveaux noms que permis. Vous pouvez encore plébisciter ceux de la liste.
problem-second-factor-title = Code de vérification nécessaire
problem-second-factor = Donnez d’abord un code de votre application de vérification (isoloir organise prove) : il vaut dix minutes pour cette session.
problem-neutrality-title = Neutralité
problem-neutrality = Qui organise, modère ou observe la primaire, ou l’a fait, n’y est pas candidat·e, et ne l’a pas été ; et l’inverse.
problem-own-proposal-title = Une autre personne doit approuver
problem-own-appeal = Vous avez pris cette décision, ou fait ce recours. Une autre personne doit l’examiner.
problem-reinstate-late = La date avant laquelle cette personne devait répondre est passée : elle ne peut plus revenir.
problem-own-proposal = Vous avez fait cette proposition. Une autre personne de l’organisation doit l’approuver.
problem-factor-wrong = Ce code n’est pas le bon, ou il a déjà servi. Attendez que l’application en montre un autre.
problem-factor-locked = Trop de codes faux : plus aucun n’est accepté pour l’instant.
problem-written-lately = Vous avez déjà écrit à vos soutiens il y a moins de sept jours.
problem-announcement-ended = Dans cet état, l’annonce ne peut pas être suspendue, reprise ou annulée ainsi.
problem-factor-none = Vous n’avez pas encore d’application de vérification. Commencez par « isoloir organise enrol ».
problem-factor-there = Votre application de vérification est déjà en place. Pour en changer, demandez à qui tient le serveur de vous retirer votre rôle puis de vous le rendre.
problem-proposal-decided = Cette proposition est déjà décidée, ou son délai est passé.
problem-skip-decided = La pré-sélection est déjà ouverte ou supprimée.
problem-skip-not-yet = La règle ne supprime la pré-sélection que si toutes les personnes qualifiées ont répondu et que trop peu ont confirmé.
problem-list-not-yet = Cette liste n’est pas encore complète : des réponses ou une clôture sont attendues.
problem-list-there = Cette liste est déjà publiée, et ne change plus.
problem-list-none = Cette liste n’est pas encore publiée.
problem-rule-open = Cette étape est ouverte depuis le { $deadline } : ses règles et ses dates sont figées.
problem-rule-over = Cette étape est close depuis le { $deadline }.
problem-rule-past = Le { $day } est déjà passé.
problem-rule-inverted = Le dernier jour vient avant le premier.
problem-rule-overlap = Ces dates empiètent sur une autre étape : { $phase }.
problem-rule-notice = { $days ->
        [one] Un changement s’annonce au moins un jour à l’avance : aucune date avant le { $day } ne peut bouger.
       *[other] Un changement s’annonce au moins { $days } jours à l’avance : aucune date avant le { $day } ne peut bouger.
    }
problem-rule-too-short = { $days ->
        [one] La pré-sélection dure au moins un jour.
       *[other] La pré-sélection dure au moins { $days } jours.
    }
problem-rule-weekends = { $n ->
        [one] La pré-sélection compte au moins une fin de semaine entière.
       *[other] La pré-sélection compte au moins { $n } fins de semaine entières.
    }
problem-rule-range = Le { $day } est hors du calendrier.
problem-moderation-decided = C’est déjà décidé, remplacé par une autre version, ou un appel a déjà été fait.

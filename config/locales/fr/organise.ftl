# Ce que lisent les personnes qui organisent, en ligne de commande.
cli-candidacy-reply = Répondre à votre exclusion, une seule fois ; publié à côté du motif
cli-candidacy-reply-file = Fichier de la réponse, 4 000 signes au plus
cli-candidacy-write = Écrire aux personnes qui vous soutiennent et l’acceptent, une fois par semaine
cli-candidacy-write-title-fr = Titre en français
cli-candidacy-write-title-en = Titre en anglais
cli-candidacy-write-body-fr = Fichier du texte en français, 4 000 signes au plus
cli-candidacy-write-body-en = Fichier du texte en anglais
cli-candidacy-written = C’est parti. La plateforme ne dit pas à qui, ni à combien de personnes.
cli-audit = Le journal public de ce que font les personnes qui organisent
cli-audit-verify = Vérifier que rien n’y a été changé, retiré ou glissé
cli-audit-verify-file = Journal gardé dans un fichier ; sans lui, celui de la plateforme
cli-audit-verify-head = Fin connue du journal, NUMÉRO:EMPREINTE : un journal réécrit n’y passe pas
audit-whole = { $n ->
    [0] Le journal est entier : rien n’y est encore écrit.
    [one] Le journal est entier : une entrée. Gardez sa fin : { $head }
   *[other] Le journal est entier : { $n } entrées. Gardez sa fin : { $head }
}
audit-broken = Le journal n’est pas entier. Première entrée en cause : { $seq } ({ $why }).
audit-defect-place = une autre entrée est à cette place
audit-defect-previous = elle ne suit pas l’entrée d’avant
audit-defect-hash = son empreinte n’est pas celle de ce qu’elle dit
audit-defect-known = ce n’est pas celle que l’on connaissait
audit-defect-missing = elle manque : le journal s’arrête avant
cli-organise = Organiser la primaire ; sans rien, où elle en est
cli-organise-status = Où en est la primaire, et ce qu’il manque à chaque étape
cli-organise-me = Votre rôle et votre vérification
cli-organise-enrol = Mettre en place une application de vérification
cli-organise-enrol-how = Donnez ce secret à une application de vérification (TOTP), puis tapez « isoloir organise prove ». Il n’est montré qu’une fois.
cli-organise-prove = Donner un code de l’application : il vaut dix minutes
cli-organise-prove-code = Code à six chiffres ; sans lui, il est lu sur l’entrée standard
cli-organise-calendar = Changer les dates d’une étape
cli-organise-calendar-phase = L’étape : identification, provisional_list, preparation, preselection, finalists, final_vote, result
cli-organise-calendar-from = Nouveau premier jour (AAAA-MM-JJ)
cli-organise-calendar-to = Nouveau dernier jour, inclus
cli-organise-calendar-reason = Motif, publié
cli-organise-propose = Proposer ce qui se décide à deux
cli-organise-propose-disqualify = Exclure une candidature
cli-organise-propose-disqualify-id = Son numéro
cli-organise-propose-disqualify-reason = Motif, publié
cli-organise-propose-reinstate = Revenir sur une exclusion
cli-organise-propose-reinstate-id = Son numéro
cli-organise-propose-reinstate-reason = Motif, publié
cli-organise-propose-announce = Annoncer quelque chose à tout le monde
cli-organise-propose-announce-title-fr = Titre en français
cli-organise-propose-announce-title-en = Titre en anglais
cli-organise-propose-announce-body-fr = Texte en français
cli-organise-propose-announce-body-en = Texte en anglais
cli-organise-propose-skip = Supprimer la pré-sélection avant son jour, quand la règle le veut
cli-organise-propose-open = Ouvrir la pré-sélection aujourd’hui, avant son jour
cli-organise-propose-open-reason = Motif, publié
cli-organise-propose-ask = Demander leur confirmation à qui s’est qualifié sans qu’on le lui ait demandé
cli-organise-propose-proclaim = Proclamer un résultat, public depuis la clôture : son empreinte entre dans le journal
cli-organise-propose-proclaim-round = Le tour : preselection ou final
cli-organise-propose-publish = Publier une liste, pour de bon
cli-organise-propose-publish-list = La liste : provisional, confirmed ou finalists
cli-organise-proposals = Les propositions
cli-organise-approve = Approuver la proposition d’une autre personne
cli-organise-approve-id = Son numéro
cli-organise-withdraw = Retirer une proposition, ou refuser celle d’une autre personne
cli-organise-withdraw-id = Son numéro
cli-organise-waits = Une autre personne de l’organisation doit l’approuver avant trois jours.
cli-organise-not-enrolled = pas d’application de vérification
cli-organise-not-proven = code à donner avant d’agir
cli-organise-proven = vérifié jusqu’au { $until }
cli-organise-told = lettre envoyée
cli-organise-untold = pas de lettre envoyée
cli-organise-proposals-open = { $n ->
        [0] Aucune proposition n’attend.
        [one] { $n } proposition attend une autre personne.
       *[other] { $n } propositions attendent une autre personne.
    }
cli-role-organiser = organisation
cli-role-moderator = modération
cli-role-observer = observation
cli-list-provisional = liste provisoire
cli-list-confirmed = candidatures confirmées
cli-list-finalists = finalistes
cli-decision-disqualify = exclure
cli-decision-reinstate = réintégrer
cli-decision-announce = annoncer
cli-decision-skip = supprimer la pré-sélection
cli-decision-publish = publier
cli-decision-open = ouvrir la pré-sélection
cli-decision-ask = demander les confirmations
cli-decision-proclaim = proclamer
cli-proposal-open = en attente
cli-proposal-approved = approuvée
cli-proposal-withdrawn = retirée
cli-proposal-expired = périmée
cli-need-qualified = { $n ->
        [one] { $n } candidature atteint les conditions (seuil : { $threshold } soutiens).
       *[other] { $n } candidatures atteignent les conditions (seuil : { $threshold } soutiens).
    }
cli-need-charters = { $n ->
        [one] Il manque { $n } charte à une candidature qui a assez de soutiens.
       *[other] Il manque { $n } chartes à des candidatures qui ont assez de soutiens.
    }
cli-need-invited = { $n ->
        [one] { $n } personne plébiscitée n’a pas encore répondu à l’invitation.
       *[other] { $n } personnes plébiscitées n’ont pas encore répondu à l’invitation.
    }
cli-need-unconfirmed = { $n ->
        [one] { $n } réponse attendue, jusqu’au { $until }. Le silence vaut refus.
       *[other] { $n } réponses attendues, jusqu’au { $until }. Le silence vaut refus.
    }
cli-need-preselection-held = Confirmées : { $n }. La pré-sélection a lieu (il en faut plus de { $above }).
cli-need-preselection-skipped = Confirmées : { $n }. Sans plus de { $above } candidatures, pas de pré-sélection.
cli-need-finalists = { $n ->
        [0] Personne en finale : le vote final n’aura pas lieu.
        [one] { $n } candidature en finale.
       *[other] { $n } candidatures en finale.
    }
cli-organise-moderate = La file des textes, photos et noms ; ou une décision
cli-organise-moderate-id = Le numéro dans la file ; sans lui, la file
cli-organise-moderate-accept = Montrer
cli-organise-moderate-reject = Masquer, et pourquoi : insult, hate, identity, personal_data, off_topic, illegal
cli-organise-moderate-note = Explication publique, 500 signes au plus
cli-organise-moderate-counts = Les chiffres publics à la place
cli-organise-flags = Les signaux de faux comptes ; ou ce qu’on en pense
cli-organise-flags-id = Le numéro du signal ; sans lui, tous
cli-organise-flags-state = harmless (cause honnête) ou suspect
cli-organise-appeal = Contester une décision qui masque quelque chose de vous
cli-organise-appeal-id = Le numéro de la décision
cli-organise-appeal-file = Fichier qui dit pourquoi, 2 000 signes au plus
cli-appealed = C’est transmis : une autre personne va regarder.
cli-moderated-page = présentation
cli-moderated-photo = photo
cli-moderated-nomination = nom proposé
cli-moderation-waiting = à regarder
cli-moderation-accepted = montré
cli-moderation-rejected = masqué
cli-moderation-appealed = contesté
cli-moderation-upheld = masqué après appel
cli-moderation-superseded = remplacé
cli-moderation-appeals = Appels : { $n }, dont { $granted } suivis
cli-because-insult = insulte ou menace
cli-because-hate = haine
cli-because-identity = nom ou visage d’une autre personne
cli-because-personal-data = données personnelles d’autrui
cli-because-off-topic = publicité ou hors sujet
cli-because-illegal = contraire à la loi
cli-signal-network = Inscriptions depuis une même adresse du réseau
cli-signal-disposable = Adresses électroniques jetables
cli-signal-burst = Soutiens en rafale
cli-flag-open = à regarder
cli-flag-harmless = cause honnête
cli-flag-suspect = suspect
cli-organise-propose-announce-to = Pour qui : everyone (qui a demandé les annonces) ou lot-waiting (dont un vote attend : un lot, ou le vote final)
cli-organise-propose-announce-urgent = Sans attendre la fin des heures calmes
cli-organise-propose-announce-at = Pas avant cet instant (2016-10-20T09:00:00+02:00)
cli-organise-propose-announce-sender = Qui parle ; sans rien, « Les organisateurs »
cli-organise-announcements = Les annonces et leur avancement ; ou suspendre, reprendre, annuler
cli-organise-announcements-id = Le numéro de l’annonce ; sans lui, toutes
cli-organise-announcements-pause = Suspendre d’abord
cli-organise-announcements-resume = Reprendre d’abord
cli-organise-announcements-cancel = Annuler d’abord, pour de bon
cli-announcement-scheduled = programmée
cli-announcement-sending = en cours
cli-announcement-paused = suspendue
cli-announcement-cancelled = annulée
cli-announcement-done = terminée
cli-carrier-telegram = Telegram
cli-carrier-matrix = Matrix
cli-carrier-email = courriel
cli-deliveries = reçues { $delivered }, en attente { $waiting }, impossibles { $unreachable }, arrêtées { $unsubscribed }, sans réponse { $unknown }, peut-être en double { $repeated }
cli-deliveries-end = fin vers { $at }
cli-announcement-done-at = terminée le { $at }
cli-deliveries-none = Rien n’a encore été envoyé, ou personne ne l’a dit.
cli-organise-propose-announce-draft = Le numéro d’un brouillon (« isoloir organise drafts ») : il donne les mots qui manquent
cli-organise-drafts = Ce que le calendrier propose d’annoncer
cli-organise-drafts-drop = Laisse d’abord tomber celui-ci
proposal-announce-to = Pour qui
proposal-announce-to-all = toutes les personnes qui ont demandé les annonces
proposal-announce-to-lots = les personnes dont un vote attend, et elles seules
proposal-announce-sender = Au nom de
proposal-announce-at = Quand
proposal-announce-at-once = dès l’approbation
proposal-announce-hours = Heures calmes
proposal-announce-urgent = urgent : sans attendre leur fin
proposal-announce-quiet = respectées
cli-organise-recipients = Combien de personnes une annonce atteindrait
cli-organise-recipients-to = Pour qui : everyone (qui a demandé les annonces) ou lot-waiting (dont un vote attend : un lot, ou le vote final)
cli-organise-try = S’envoyer un essai d’une annonce : boîte et courriel
cli-organise-try-title-fr = Titre en français
cli-organise-try-title-en = Titre en anglais
cli-organise-try-body-fr = Texte en français
cli-organise-try-body-en = Texte en anglais
cli-organise-try-to = Pour qui : everyone (qui a demandé les annonces) ou lot-waiting (dont un vote attend : un lot, ou le vote final)
cli-organise-try-urgent = Sans attendre la fin des heures calmes
cli-organise-try-at = Pas avant cet instant (2016-10-20T09:00:00+02:00)
cli-organise-try-sender = Qui parle ; sans rien, « Les organisateurs »
cli-organise-try-draft = Le numéro d’un brouillon (« isoloir organise drafts ») : il donne les mots qui manquent
cli-organise-announce = Proposer une annonce : en bref pour « propose announce »
cli-organise-announce-title-fr = Titre en français
cli-organise-announce-title-en = Titre en anglais
cli-organise-announce-body-fr = Texte en français
cli-organise-announce-body-en = Texte en anglais
cli-organise-announce-to = Pour qui : everyone (qui a demandé les annonces) ou lot-waiting (dont un vote attend : un lot, ou le vote final)
cli-organise-announce-urgent = Sans attendre la fin des heures calmes
cli-organise-announce-at = Pas avant cet instant (2016-10-20T09:00:00+02:00)
cli-organise-announce-sender = Qui parle ; sans rien, « Les organisateurs »
cli-organise-announce-draft = Le numéro d’un brouillon (« isoloir organise drafts ») : il donne les mots qui manquent

# Why something cannot be done now.
why-loading = La plateforme n’a pas encore répondu.
why-no-phase = Cette primaire ne le prévoit pas.
why-skipped = Cette étape n’a pas lieu : il y a trop peu de candidatures.
why-upcoming = À partir du { $date }.
why-closed = C’était possible jusqu’au { $date } inclus.
why-not-yet = Publié à la clôture, après le { $date }.
why-signed-out = Connectez-vous d’abord.
why-not-registered = Inscrivez-vous d’abord.
why-no-change = Cette primaire ne permet pas de modifier un bulletin.
why-candidate-out = Cette personne n’est plus dans la course.
why-last-phase = La démonstration est à sa dernière étape.

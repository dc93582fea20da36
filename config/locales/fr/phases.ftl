# The phases of a primary and the states of a candidate.
phase-identification = Appel à candidatures
phase-provisional-list = Liste provisoire
phase-preparation = Préparation
phase-preselection = Premier tour : les lots
phase-finalists = Les finalistes
phase-final-vote = Vote final
phase-result = Résultat
about-identification = Soutenez les candidatures de votre choix, proposez quelqu’un, ou présentez-vous.
about-provisional-list = Les personnes assez souvent proposées sont invitées à se déclarer.
about-preparation = Les personnes qualifiées confirment et préparent leur programme.
about-preselection = Notez des lots de candidatures tirées au sort. Un lot prend une minute.
about-finalists = La liste des finalistes est connue ; chaque finaliste confirme sa participation.
about-final-vote = Notez chaque finaliste.
about-result = Le vote est terminé. Tout peut être vérifié.
state-nominated = Proposition citoyenne
state-declared = Candidature déclarée
state-qualified = Candidature qualifiée
state-confirmed = Candidature confirmée
state-finalist = Finaliste
state-winner = Candidature gagnante
state-withdrawn = Candidature retirée
state-refused = A refusé
state-lapsed = Candidature non retenue
state-disqualified = Candidature exclue
candidate-supports = { $n ->
        [one] { $n } soutien
       *[other] { $n } soutiens
    }
toast-phase-closed = Étape terminée : { $phase }.
state-because = { $state } : { $cause }
toast-phase-open = Une nouvelle étape s’ouvre : { $phase }.

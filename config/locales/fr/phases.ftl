# The phases of a primary and the states of a candidate.
phase-identification = Appel à candidatures
phase-provisional-list = Liste provisoire
phase-preparation = Préparation
phase-preselection = Premier tour : les lots
phase-finalists = Les finalistes
phase-final-vote = Vote final
phase-result = Résultat
about-identification = Soutenez les candidats de votre choix, proposez un citoyen, ou présentez-vous.
about-provisional-list = Les citoyens assez souvent proposés sont invités à se déclarer.
about-preparation = Les candidats qualifiés confirment et préparent leur programme.
about-preselection = Notez des lots de candidats tirés au sort. Un lot prend une minute.
about-finalists = Les finalistes sont connus et confirment leur participation.
about-final-vote = Notez chaque finaliste.
about-result = Le vote est terminé. Tout peut être vérifié.
state-nominated = Proposé par des citoyens
state-declared = Candidat déclaré
state-qualified = Qualifié
state-confirmed = Confirmé
state-finalist = Finaliste
state-winner = Élu
state-withdrawn = S’est retiré
state-refused = A refusé
state-lapsed = Non retenu
state-disqualified = Écarté
candidate-supports = { $n ->
        [one] { $n } soutien
       *[other] { $n } soutiens
    }
toast-phase-closed = Étape terminée : { $phase }.
state-because = { $state } : { $cause }
toast-phase-open = Une nouvelle étape s’ouvre : { $phase }.

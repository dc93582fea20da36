# Home.
home-title = Accueil
home-demo = Démonstration : rien ici n’est un vrai vote, et le temps avance quand vous le voulez.
home-demo-elsewhere = Démonstration : rien ici n’est un vrai vote.
home-announcement = { $title } — { $body }
home-closes = Se termine dans
home-next = Ensuite : { $phase }, le { $date }.
home-opens = { $phase } dans
home-between = Rien n’est ouvert en ce moment.
home-over = La primaire est terminée.
home-sending = Un bulletin est en route : il sera renvoyé jusqu’à ce que la plateforme réponde.
home-my-supports = Mes soutiens
home-my-nominations = Mes propositions
home-my-candidacy = Ma candidature
home-draft = Bulletin commencé
home-totals = En direct
total-registered = Inscriptions
total-supports = Soutiens
total-lots = Lots votés
total-final = Bulletins du vote final
home-confirm = Répondre : confirmer ma candidature
home-lot = Noter un lot de candidatures
home-lot-go-on = Reprendre mon lot ({ $n }/{ $total })
home-final = Noter les finalistes
home-final-done = Vote final : mon reçu
home-other-platform = Choisir une autre plateforme
home-next-phase = Démonstration : étape suivante
candidates-title = Les candidatures
supports-title = Mes soutiens
nominate-title = Proposer quelqu’un
candidacy-title = Ma candidature
declare-title = Me présenter
results-final = Résultat du vote final
results-preselection = Résultat du premier tour
receipts-title = Mes reçus
tracker-title = Vérifier un reçu
calendar-title = Calendrier
account-title = Mon compte
language-title = Langue / Language
home-my-votes = Mon vote
home-lots-cast = { $n ->
        [one] { $n } lot voté
       *[other] { $n } lots votés
    }
home-voted = Vous avez voté

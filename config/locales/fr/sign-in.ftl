# Signing in.
sign-in-title = Se connecter
sign-in-text = Pas de mot de passe : un code à six chiffres est envoyé à votre adresse. Un compte est créé la première fois.
sign-in-email = Adresse e-mail
sign-in-hint = Cette adresse sert à vous connecter, à rien d’autre, et n’est jamais montrée.
sign-in-no-email = Cette adresse e-mail est incomplète.
code-title = Le code reçu par e-mail
code-text = Un code à six chiffres a été envoyé à { $email }.
code-label = Code
code-hint = Six chiffres. Vérifiez aussi les indésirables.
code-six = Le code a six chiffres.
code-good = Le code est valable encore
code-old = Ce code a expiré. Demandez-en un autre.
code-demo = Démonstration, l’e-mail reçu dit
code-resend = Renvoyer un code
code-other-address = Changer d’adresse
toast-signed-in = C’est bon, vous voilà dans votre compte.
toast-signed-out = La connexion de cet appareil est fermée.

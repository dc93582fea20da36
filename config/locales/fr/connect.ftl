# The address of a platform.
connect-title = Choisir une plateforme
connect-text = Chaque primaire a sa plateforme. L’organisation de la primaire donne son adresse.
connect-address = Adresse de la plateforme
connect-hint = Par exemple : primaire.example.org
connect-not-an-address = Ce n’est pas l’adresse d’une plateforme.
connect-insecure = Sans « https », votre bulletin circulerait à découvert. Demandez l’adresse en https.

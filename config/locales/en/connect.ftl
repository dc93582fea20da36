# The address of a platform.
connect-title = Choose a platform
connect-text = Each primary has its platform. Its organisers give the address.
connect-address = Address of the platform
connect-hint = For example: primary.example.org
connect-not-an-address = That is not the address of a platform.
connect-insecure = Without “https” your ballot would travel in the open. Ask for the https address.

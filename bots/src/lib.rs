//! Isoloir in a chat: the sessions and screens of the client core, in Telegram and in Matrix.

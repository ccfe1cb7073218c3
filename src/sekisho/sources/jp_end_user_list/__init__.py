"""The Foreign End User List of the Japanese Ministry of Economy, Trade and Industry."""

"""The list of Specially Designated Nationals and Blocked Persons of the Office of Foreign Assets Control."""

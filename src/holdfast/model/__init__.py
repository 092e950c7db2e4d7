"""The nouns of Holdfast, one file each: plain frozen data that every floor above shares."""

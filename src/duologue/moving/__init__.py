"""Brings memories in, and packs what partners who live apart send each other."""

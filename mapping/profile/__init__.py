"""One place's facts, and the documents made of them; no Streamlit."""

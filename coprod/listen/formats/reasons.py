"""Why characters are no words of anybody, in words for people."""

WHITE, LABELS = "white space", "speaker labels"
STAGED, NUMBERS_ALONE = "stage directions such as [laughs]", "numbers alone"
UNREAD = "not read, in a file put whole into this one (open it in Word, save it anew)"
COPY, PICTURES = "second copy of a text box", "descriptions of pictures"
NUMBERS = "headers, footers and slide numbers"
CHARTS, CHART_TITLES = "words and numbers in charts", "titles of charts"
WEB, HIDDEN = "marks of the web such as <p> and &amp;", "hidden words"

"""CoreNLP's names of an article, made to agree with each other.

CoreNLP reads one sentence at a time, so it leaves a surname by itself out here and there, or takes it for a place or a
body. Within an article a name is nearly always one thing ("one sense per discourse", Gale, Church and Yarowsky, 1992).
For training only: the reference that scores are measured against stays as CoreNLP wrote it.
"""

from __future__ import annotations

from collections import Counter

from training.corpora import Article, silver_names

Name = tuple[int, int, str]


def agreed_names(article: Article) -> list[Name]:
    """Return an article's names (start, end, label): surnames found everywhere, a name's label the usual one.

    A surname is the last word of a person's name of two words or more; it is a name wherever CoreNLP's tag says proper
    noun and no other name covers it. A label that more than half of a name's places have is given to all of them.
    """
    found = silver_names(article)
    persons = [article.text[start:end].split() for start, end, label in found if label == "PERSON"]
    surnames = Counter(words[-1] for words in persons if len(words) > 1)
    covered = {place for start, end, _ in found for place in range(start, end)}
    names = found + [
        (token.start, token.end, "PERSON")
        for sentence in article.sentences
        for token in sentence
        if token.form in surnames and token.tag == "NNP" and token.start not in covered
    ]
    votes: dict[str, Counter[str]] = {name: Counter({"PERSON": count}) for name, count in surnames.items()}
    for start, end, label in names:
        votes.setdefault(article.text[start:end], Counter())[label] += 1
    return sorted((start, end, _usual(votes[article.text[start:end]], label)) for start, end, label in names)


def _usual(votes: Counter[str], label: str) -> str:
    best, count = votes.most_common(1)[0]
    return best if count * 2 > votes.total() else label

"""What a PromQL expression asks for: metrics, their label matchers, and the labels that it groups by. No parser: enough for our queries,
whose syntax promtool has checked."""

import re

KEYWORDS = {'and', 'or', 'unless', 'by', 'without', 'on', 'ignoring', 'group_left', 'group_right', 'offset', 'bool', 'inf', 'nan'}
GROUPING = re.compile(r'\b(by|without|on|ignoring|group_left|group_right)\s*\(([^()]*)\)')
SELECTOR = re.compile(r'(?<![\w:$"])([a-zA-Z_:][\w:]*)\s*(\{[^{}]*\})?(?!\s*\()(?![\w:])')
MATCHER = re.compile(r'(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"')
RANGE = re.compile(r'\[[^\]]*\]|\boffset\s+\w+')


def selectors(expression):
    """Pairs of a metric and its matchers [(label, operator, value)]."""
    bare = GROUPING.sub(' ', RANGE.sub(' ', expression))
    return [(name, MATCHER.findall(matchers)) for name, matchers in SELECTOR.findall(bare) if name not in KEYWORDS]


def groupings(expression):
    """Pairs of the labels of one clause and the metrics that it groups: those in the parentheses that follow, or else all."""
    for clause in GROUPING.finditer(expression):
        labels = [label.strip() for label in clause[2].split(',') if label.strip()]
        grouped = expression
        if clause[1] == 'by':
            grouped = _parenthesis(expression[clause.end():].lstrip())
        yield labels, [name for name, _ in selectors(grouped)]


def _parenthesis(text):
    """The parenthesis that the text begins with."""
    depth = 0
    for end, character in enumerate(text):
        depth += {'(': 1, ')': -1}.get(character, 0)
        if depth == 0:
            return text[:end + 1]
    return text

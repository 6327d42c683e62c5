"""Where the limits of reading attributions lie: what a cue may read and take, what goes on.

And what holds the model and the code together: its columns, its templates, a user's own cues.
"""

import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import BUNDLED

from toolkit.attribution import find_attributions, joining
from toolkit.attribution.features import (
    SIZES,
    check_templates,
    score,
    template_values,
)
from toolkit.attribution.joining import Attribution, join_spans, settle
from toolkit.attribution.labels import Tokens, load_model, read_tokens
from toolkit.attribution.layout import carry_on, follow_layout, read_layout
from toolkit.attribution.links import CUE, Segments, around_cues
from toolkit.attribution.model import (
    EXAMPLE,
    fingerprint,
    model_of,
    own_cues,
    read_columns,
)
from toolkit.lexicons import PACKAGED, Lexicons, read_lexicons
from toolkit.posts import read_posts

Pieces = list[tuple[int, int]]


def _segments(cues: Pieces, tokens: int) -> Segments:
    first, stop = np.array(cues).T
    none = np.zeros(tokens, dtype=np.int64)
    return Segments(np.full(len(cues), CUE), first, stop, none, {}, np.zeros(stop[-1]))


def _settle(cues: Pieces, wishes: list[dict[int, float]]) -> list[Pieces]:
    """The contents of cues among eight tokens, each wanting the tokens with these strengths."""
    token = np.tile(np.arange(8), len(cues))
    cue = np.repeat(np.arange(len(cues)), 8)
    scores = np.zeros((len(token), len(joining.ROLES)), dtype="f4")
    roles = np.zeros(len(token), dtype=np.int64)
    for number, wish in enumerate(wishes):
        for place, strength in wish.items():
            row = 8 * number + place
            roles[row] = 4 if place - 1 in wish else 3
            scores[row, roles[row]] = strength
    found = settle(_segments(cues, 8), token, cue, scores, roles)
    assert [one.cue for one in found] == [[span] for span in cues]
    return [one.content for one in found]


TWO = [(0, 1), (7, 8)]


def test_a_contested_token_goes_to_the_cue_that_wants_it_most() -> None:
    assert _settle(TWO, [{2: 1, 3: 1}, {3: 2, 4: 2}]) == [[(2, 3)], [(3, 5)]]
    assert _settle(TWO, [{2: 2, 3: 2}, {3: 1, 4: 1}]) == [[(2, 4)], [(4, 5)]]


def test_of_two_that_want_it_alike_the_first_has_it() -> None:
    assert _settle(TWO, [{2: 1, 3: 1}, {3: 1, 4: 1}]) == [[(2, 4)], [(4, 5)]]


@pytest.mark.parametrize(("strength", "winner"), [(1.9, 0), (2.1, 1)])
def test_a_wish_is_its_sum_over_the_root_of_its_length(
    strength: float, winner: int
) -> None:
    contents = _settle(TWO, [{2: 1, 3: 1, 4: 1, 5: 1}, {2: strength}])
    assert contents[winner][0][0] == 2
    assert contents[1 - winner] == ([] if winner == 0 else [(3, 6)])


def test_what_is_left_of_a_wish_in_two_pieces_is_dropped() -> None:
    assert _settle(TWO, [{2: 1, 3: 1, 4: 1}, {3: 5}]) == [[], [(3, 4)]]


def test_a_cue_is_no_part_of_its_own_content() -> None:
    assert _settle([(3, 4)], [{2: 1, 3: 1, 4: 1}]) == [[(2, 3), (4, 5)]]


def test_two_cues_may_have_one_source() -> None:
    token = np.tile(np.arange(8), 2)
    cue = np.repeat([0, 1], 8)
    roles = np.where(token == 2, 1, 0)
    scores = np.zeros((16, len(joining.ROLES)), dtype="f4")
    found = settle(_segments(TWO, 8), token, cue, scores, roles)
    assert [one.source for one in found] == [[(2, 3)], [(2, 3)]]


@pytest.mark.parametrize(("strength", "source"), [(3, (1, 2)), (1, (4, 6))])
def test_of_several_sources_of_a_cue_the_strongest_is_kept(
    strength: float, source: tuple[int, int]
) -> None:
    scores = np.zeros((8, len(joining.ROLES)), dtype="f4")
    roles = np.array([0, 1, 0, 0, 1, 2, 0, 0])
    scores[np.arange(8), roles] = [0, strength, 0, 0, 1, 1, 0, 0]
    found = settle(
        _segments([(7, 8)], 8), np.arange(8), np.zeros(8, dtype=int), scores, roles
    )
    assert [one.source for one in found] == [[source]]


def _one_sequence(length: int) -> Tokens:
    zeros = np.zeros(length, dtype=np.int64)
    return Tokens([], zeros, zeros, zeros, zeros, zeros, zeros, {}, zeros, [])


def test_a_cue_reads_120_tokens_on_either_side() -> None:
    token, _ = around_cues(_one_sequence(500), _segments([(200, 202)], 500))
    assert (token[0], token[-1]) == (80, 321)
    token, _ = around_cues(_one_sequence(300), _segments([(119, 179)], 300))
    assert (token[0], token[-1]) == (0, 298)


def test_a_cue_reads_as_far_as_the_sixth_cue_on_either_side() -> None:
    cues = [(10 * n, 10 * n + 2) for n in range(1, 9)]
    token, cue = around_cues(_one_sequence(100), _segments(cues, 100))
    reach = [(int(token[cue == n][0]), int(token[cue == n][-1])) for n in range(8)]
    assert reach[0] == (0, 69)  # the seventh cue begins at 70
    assert reach[2] == (0, 99)
    assert reach[5] == (0, 99)
    assert reach[6] == (12, 99)  # the first ends before 12


def test_a_cue_reads_its_sequence_only() -> None:
    sequence = np.repeat([0, 1, 2], 10)
    tokens = _one_sequence(30)._replace(sequence=sequence)
    token, _ = around_cues(tokens, _segments([(15, 16)], 30))
    assert (token[0], token[-1]) == (10, 19)


def test_the_cues_of_a_part_are_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = read_tokens(EXAMPLE, load_model())
    found, _ = join_spans(tokens, load_model())
    for size in (1, 50, 333):
        monkeypatch.setattr(joining, "CHUNK", size)
        assert join_spans(tokens, load_model())[0] == found


@pytest.mark.parametrize(
    ("sentence", "times", "lengths"),
    [
        ("a", 300, [300]),
        ("a", 301, [300, 1]),
        ("a", 601, [300, 300, 1]),
        ("It was a very cold day.", 42, [294]),
        ("It was a very cold day.", 44, [301, 7]),
        ("It was a very cold old day. No.", 31, [300, 10]),
    ],
)
def test_a_paragraph_is_cut_after_300_tokens_where_a_sentence_begins(
    sentence: str, times: int, lengths: list[int]
) -> None:
    tokens = read_tokens(" ".join([sentence] * times), load_model())
    assert np.bincount(tokens.sequence).tolist() == lengths


def _layout(text: str) -> list[Attribution]:
    model = load_model()
    return list(read_layout(read_tokens(text, model), model["number"]).values())


@pytest.mark.parametrize(("names", "read"), [(1, 2), (14, 2), (15, 0)])
def test_a_speaker_of_a_dialogue_has_up_to_14_tokens(names: int, read: int) -> None:
    assert len(_layout("ANN " * names + ": It fell.\n\nBO: So it did.")) == read


def test_a_dialogue_has_neighbours_and_words() -> None:
    assert not _layout("ANN: It fell.\n\nThen it rained.\n\nBO: So it did.")
    assert not _layout("ANN: It fell.\n\nBO:")
    assert not _layout("Ann: It fell.\n\nHe said: So it did.")
    assert len(_layout("ANN: It fell.\n\nBO: Yes")) == 2


@pytest.mark.parametrize(("names", "read"), [(1, 1), (15, 1), (16, 0)])
def test_a_signature_has_up_to_15_tokens(names: int, read: int) -> None:
    assert len(_layout("“It fell.” —" + " Ann" * names)) == read


@pytest.mark.parametrize(
    "text",
    ["“It fell.” —", "“It fell.” — she", "“It fell.” — , Ann", "It “fell.” — Ann",
     "“It fell — Ann", "“It fell.” — Ann 2"],
)  # fmt: skip
def test_what_is_no_signature(text: str) -> None:
    assert _layout(text) == []


def test_what_stands_behind_the_comma_of_a_signature_is_no_name() -> None:
    (found,) = _layout("“It fell.” — Ann Lee, a farmer of 2")
    assert found == Attribution([(6, 13)], [(5, 6)], [(0, 5)])


def test_layout_goes_before_what_the_model_reads() -> None:
    model = load_model()
    tokens = read_tokens("“It fell,” he said.\n\n“He said no.” — Ann Lee", model)
    said = Attribution([(5, 6)], [(6, 7)], [(0, 5)])
    inner = Attribution([(9, 10)], [(10, 11)], [(11, 12)])
    signed = Attribution([(15, 17)], [(14, 15)], [(8, 14)])
    assert follow_layout(tokens, [inner, said], model["number"]) == [said, signed]


def test_what_the_layout_shows_stands_in_its_place() -> None:
    model = load_model()
    tokens = read_tokens("“It fell.” — Ann Lee\n\n“It fell,” he said.", model)
    signed = Attribution([(6, 8)], [(5, 6)], [(0, 5)])
    said = Attribution([(13, 14)], [(14, 15)], [(8, 13)])
    assert follow_layout(tokens, [said], model["number"]) == [signed, said]


def _carry_on(text: str, *found: tuple[Pieces, Pieces]) -> list[list[str]]:
    """The contents, with their paragraphs, of attributions with (cue, content)."""
    model = load_model()
    tokens = read_tokens(text, model)
    given = [Attribution([], list(cue), list(content)) for cue, content in found]
    return [
        [text[tokens.start[a] : tokens.end[b - 1]] for a, b in one.content]
        for one in carry_on(tokens, given, model["number"][":"])
    ]


OPEN = ([(1, 2)], [(2, 5)])  # the cue and the content of: Ann said “It fell


def test_an_open_quotation_goes_on_until_a_mark_closes_it() -> None:
    text = "Ann said “It fell.\n\n“It rose.\n\n“It burned.” She left.\n\n“It sank.”"
    assert _carry_on(text, OPEN) == [["“It fell.", "“It rose.", "“It burned.”"]]


def test_a_closed_quotation_does_not_go_on() -> None:
    assert _carry_on("Ann said “It fell.”\n\n“It rose.”", OPEN) == [["“It fell"]]


def test_a_quotation_does_not_go_on_without_a_mark() -> None:
    text = "Ann said “It fell.\n\nIt rained.\n\n“It rose.”"
    assert _carry_on(text, OPEN) == [["“It fell."]]
    assert _carry_on("Ann said “It fell.", OPEN) == [["“It fell."]]


def test_a_quotation_goes_on_up_to_what_another_has() -> None:
    text = "Ann said “It fell.\n\n“It rose.\n\n“It burned,” Bo said."
    bo = ([(16, 17)], [(10, 15)])
    first, second = _carry_on(text, OPEN, bo)
    assert first == ["“It fell.", "“It rose."]
    assert second == ["“It burned,”"]
    assert _carry_on("Ann said “It fell, Bo wrote.\n\n“No.”", OPEN, ([(7, 8)], [])) == [
        ["“It fell"]
    ]


def test_two_cannot_carry_on_the_same_paragraph() -> None:
    text = "Ann said “It fell, and rose.\n\n“It burned.”"
    first, second = _carry_on(text, ([(1, 2)], [(7, 8)]), ([(0, 1)], [(2, 5)]))
    assert first == ["rose.", "“It burned.”"]
    assert second == ["“It fell"]
    cues = ([(0, 2)], []), ([(1, 2)], [])
    assert _carry_on("Ann said:\n\n“It fell.”", *cues) == [["“It fell.”"]]


@pytest.mark.parametrize(
    ("end", "contents"),
    [
        (" said:", [["“It fell.”"]]),
        (" said at noon:", []),
        (" said.", []),
        (" said", []),
    ],
)
def test_a_cue_before_a_colon_has_the_next_paragraph(
    end: str, contents: list[list[str]]
) -> None:
    text = f"Ann{end}\n\n“It fell.”\n\n“It rose.”"
    assert _carry_on(text, ([(1, 2)], [])) == contents


def test_the_columns_are_those_that_the_model_was_trained_with() -> None:
    path = files("toolkit").joinpath("models", "fingerprint.json")
    trained = json.loads(path.read_text(encoding="utf-8"))
    made = fingerprint(load_model())
    for stage in ("labels", "links"):
        names = trained[stage] | made[stage]
        changed = [n for n in names if trained[stage].get(n) != made[stage].get(n)]
        assert not changed, (
            f"columns changed ({stage}): {', '.join(changed)}; "
            "train again (benchmarks/train_attribution.py)"
        )


def test_a_template_names_columns_that_exist() -> None:
    model = {"links_templates": np.array(["side word-1", "side wrod+1"])}
    with pytest.raises(ValueError, match=r"'side wrod\+1' \(links\).*wrod"):
        check_templates(model, "links", ["side", "word"])
    check_templates(model, "links", ["side", "word", "wrod"])


@pytest.mark.parametrize("stage", ["labels", "reader", "links"])
def test_a_model_of_other_columns_does_not_load(
    stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = load_model()[f"{stage}_templates"].copy()
    templates[3] = "gone"
    monkeypatch.setitem(load_model(), f"{stage}_templates", templates)
    with pytest.raises(ValueError, match=rf"'gone' \({stage}\)"):
        model_of.__wrapped__(PACKAGED)


def _own(folder: Path, *rows: str, name: str = "cues.csv") -> Lexicons:
    header = {"cues.csv": "word,class", "abbreviations.csv": "abbreviation,before"}
    folder.joinpath(name).write_text("\n".join([header[name], *rows]), encoding="utf-8")
    return read_lexicons(folder)


def _cues(text: str, lexicons: Lexicons | Path | None = None) -> list[str]:
    return find_attributions([text], lexicons=lexicons)["cue"].tolist()


def test_a_users_cue_is_read(tmp_path: Path) -> None:
    text = '"Taxes will fall," tooted Ann Lee.'
    before = find_attributions([text, EXAMPLE])
    assert _cues(text) == []
    _own(tmp_path, "Tooted,manner")
    found = find_attributions([text], lexicons=tmp_path)
    assert found[["speaker", "cue", "content"]].to_numpy().tolist() == [
        ["Ann Lee", "tooted", '"Taxes will fall,"']
    ]
    pd.testing.assert_frame_equal(find_attributions([text, EXAMPLE]), before)


def test_a_users_cue_is_read_as_the_first_word_of_its_class(tmp_path: Path) -> None:
    lexicons = _own(
        tmp_path, "tooted,manner", "skeet,document", "said,say", "argue,ask"
    )
    number = load_model()["number"]
    assert own_cues(lexicons, number) == {
        "tooted": number["bark"],
        "skeet": number["ad"],
        "argue": number["ask"],  # replaces the package's; said stays as it is learned
    }
    model = model_of(lexicons)
    tokens = read_tokens("Ann tooted. They argue.", model)
    words = tokens.columns["word"].tolist()
    assert (words[1], words[4]) == (number["bark"], number["ask"])
    assert tokens.columns["lexicon"][1] == load_model()["word_lexicon"][number["bark"]]


def test_a_user_may_read_a_cue_of_the_package_otherwise(tmp_path: Path) -> None:
    text = '"Taxes will fall," growled Ann Lee.'
    assert _cues(text) == ["growled"]
    assert _cues(text, _own(tmp_path, "growled,people")) == []
    assert _cues(text) == ["growled"]


def test_a_class_that_the_package_has_not_is_an_error(tmp_path: Path) -> None:
    _own(tmp_path, "tooted,shout")
    with pytest.raises(ValueError, match=r"cues\.csv: 'tooted' .* 'shout'.* say, "):
        find_attributions(["He said no."], lexicons=tmp_path)


def test_a_users_abbreviation_ends_no_sentence(tmp_path: Path) -> None:
    text = "Lee said that the Bldg. Bo Hart owns is old."
    lexicons = _own(tmp_path, "Bldg.,name", name="abbreviations.csv")
    contents = [find_attributions([text])["content"].tolist()]
    contents += [find_attributions([text], lexicons=lexicons)["content"].tolist()]
    assert contents == [["that the Bldg"], ["that the Bldg. Bo Hart owns is old"]]


@pytest.mark.parametrize("stage", ["labels", "links"])
def test_scores_by_tables_are_the_weights_of_all_features_summed(stage: str) -> None:
    model = load_model()
    columns = read_columns(EXAMPLE, model)[stage]
    sequence = np.zeros(len(columns["word"]), dtype=np.int64)
    weights = np.zeros((len(model[f"{stage}_templates"]) << 17, 7))
    own = model[f"{stage}_weights"].astype(float)
    weights[model[f"{stage}_places"], : own.shape[1]] = own
    values = template_values(columns, model[f"{stage}_templates"].tolist(), sequence)
    wanted = sum(weights[(n << 17) + value] for n, value in enumerate(values))
    scores = score(columns, sequence, model, stage)
    np.testing.assert_allclose(scores, wanted[:, : own.shape[1]], atol=1e-5)


@pytest.mark.parametrize("stage", ["labels", "links"])
def test_columns_have_no_more_values_than_their_tables(stage: str) -> None:
    text = EXAMPLE + "“‘(It) rained,’ said ANN LEE. " * 300 + "a " * 700
    columns = read_columns(text, load_model())[stage]
    for name in columns.keys() & SIZES.keys():
        assert 0 <= columns[name].min() <= columns[name].max() < SIZES[name], name


def test_an_attribution_hangs_on_no_other_post() -> None:
    """Alone, together, and in another order: of the bundled posts all rows are the same."""
    texts = read_posts(BUNDLED, on_problem="ignore")["text"].dropna()
    together = find_attributions(texts)
    turned = find_attributions(texts[::-1])
    for post_id, rows in together.groupby("post_id"):
        alone = find_attributions(texts.loc[[post_id]])
        pd.testing.assert_frame_equal(alone, rows.reset_index(drop=True))
        other = turned[turned["post_id"].eq(post_id)].reset_index(drop=True)
        pd.testing.assert_frame_equal(alone, other)

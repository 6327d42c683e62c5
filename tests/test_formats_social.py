"""Exports of networks, crawls and agencies: small invented samples with the real structure."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_values import replaced

import toolkit
from toolkit.formats import Problem, find_format, read_columns, read_records
from toolkit.formats.paths import find_values
from toolkit.formats.shape_table import CONTAINERS, POSTS
from toolkit.lexicons import compile_pattern

Json = dict[str, Any]


def read(
    content: object, columns: dict[str, str] | None = None
) -> tuple[list[Json], list[Problem]]:
    """The records and problems of a file: a text, or what is written as JSON."""
    text = content if isinstance(content, str) else json.dumps(content)
    data = text.encode()
    known = read_columns(columns)
    format = find_format(data, "", known)
    assert format is not None
    found = list(read_records(data, format, "", known))
    problems = [item for item in found if isinstance(item, Problem)]
    return [item for item in found if not isinstance(item, Problem)], problems


def lines(*records: Json) -> str:
    return "\n".join(map(json.dumps, records)) + "\n"


def tweet(number: int, text: str, **more: object) -> Json:
    return {
        "id_str": str(number),
        "id": number,
        "created_at": "Wed Mar 06 21:58:00 +0000 2024",
        "full_text": text,
        "source": '<a href="http://app.example">An app</a>',
        "lang": "en",
        "favorite_count": 3,
    } | more


ACCOUNT = {"username": "quayside", "accountId": "5", "accountDisplayName": "Quayside"}
LIKES = "window.YTD.like.part0 = " + json.dumps(
    [{"like": {"tweetId": "9", "fullText": "Liked"}}]
)


def assigned(name: str, records: list[Json]) -> str:
    return f"window.YTD.{name}.part0 = {json.dumps(records, indent=2)}"


OWN_TWEETS = assigned(
    "tweets",
    [
        {"tweet": tweet(1, "Ferries &amp; trams: @bay #tarn https://t.example/a")},
        {"tweet": tweet(2, "RT @bay: The tide turns")},
    ],
)


# X


def test_tweets_of_an_archive() -> None:
    records, problems = read(OWN_TWEETS)
    assert [record["body"] for record in records] == [
        "Ferries & trams: @bay #tarn https://t.example/a",
        "RT @bay: The tide turns",
    ]
    first = records[0]
    assert (first["_id"], first["_form"], first["_markup"]) == ("1", "short", "plain")
    assert first["url"] == "https://twitter.com/i/web/status/1"
    assert first["favorite_count"] == "3"
    assert "source" not in first
    assert "outlet" not in first
    assert records[1]["repost_of"] == "bay"
    assert problems == [Problem("", "1 retweets", "kept, marked in repost_of")]


def zipped(**members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in members.items():
            archive.writestr(f"data/{name.replace('_', '-')}.js", text)
    return packed.getvalue()


def test_account_of_an_archive_wherever_it_stands(tmp_path: Path) -> None:
    account = assigned("account", [{"account": ACCOUNT}])
    deleted = assigned(
        "deleted_tweets", [{"tweet": tweet(3, "Gone", deleted_at="2024")}]
    )
    path = tmp_path / "x.zip"
    path.write_bytes(
        zipped(
            tweets=OWN_TWEETS, manifest="x = 1", deleted_tweets=deleted, account=account
        )
    )
    reading = toolkit.read_source(path, on_problem="ignore")
    assert reading.posts.author.tolist() == ["Quayside", "Quayside"]
    assert reading.posts.url.iloc[0] == "https://twitter.com/quayside/status/1"
    assert "1 deleted posts" in set(reading.problems.reason)

    folder = tmp_path / "unpacked"
    folder.mkdir()
    (folder / "account.js").write_text(account)
    (folder / "tweets.js").write_text(OWN_TWEETS)
    (folder / "like.js").write_text(LIKES)
    reading = toolkit.read_source(folder, on_problem="ignore")
    assert reading.posts.author.tolist() == ["Quayside", "Quayside"]
    assert "1 likes" in set(reading.problems.reason)


def test_place_in_an_archive_does_not_hang_on_the_account(tmp_path: Path) -> None:
    account = assigned("account", [{"account": ACCOUNT}])
    broken = OWN_TWEETS.replace('"lang": "en",', '"lang": en,', 1)
    places = []
    for members in ({"tweets": broken}, {"account": account, "tweets": broken}):
        path = tmp_path / f"{len(members)}.zip"
        path.write_bytes(zipped(**members))
        problems = toolkit.read_source(path, on_problem="ignore").problems
        places.append(problems.place[problems.reason.str.startswith("broken")].tolist())
    assert places[0] == places[1] != []


def test_tweets_of_version_1() -> None:
    user = {"screen_name": "quayside", "name": "Quayside", "url": "https://q.example"}
    records, problems = read(
        lines(
            tweet(1, "Own", user=user),
            tweet(2, "RT @bay: Th…", user=user, retweeted_status={"id_str": "7"}),
            tweet(3, "Sho…", user=user, extended_tweet={"full_text": "Shown whole"}),
        )
    )
    assert [record["body"] for record in records] == [
        "Own",
        "RT @bay: Th…",
        "Shown whole",
    ]
    assert records[0]["author"] == "Quayside"
    assert records[0]["url"] == "https://twitter.com/quayside/status/1"
    assert records[0]["user.screen_name"] == "quayside"
    assert [record.get("repost_of") for record in records] == [None, "7", None]
    assert [problem.reason for problem in problems] == ["1 retweets"]


V2 = {
    "id": "11",
    "text": "Short &lt;3",
    "author_id": "5",
    "created_at": "2024-03-06T21:58:00.000Z",
    "conversation_id": "11",
    "source": "Twitter Web App",
    "public_metrics": {"like_count": 4},
}
USERS = [{"id": "5", "name": "Quayside", "username": "quayside"}]


@pytest.mark.parametrize("data", [[V2], V2])
def test_tweets_of_version_2(data: object) -> None:
    records, problems = read({"data": data, "includes": {"users": USERS}})
    assert problems == []
    (record,) = records
    assert record["author"] == "Quayside"
    assert record["body"] == "Short <3"
    assert record["url"] == "https://twitter.com/quayside/status/11"
    assert record["public_metrics.like_count"] == "4"
    assert record["program"] == "Twitter Web App"


def test_flat_lines_and_tables_of_twarc() -> None:
    ((record,), _) = read(lines(V2 | {"author": USERS[0]}))
    assert record["url"] == "https://twitter.com/quayside/status/11"
    header = "id,conversation_id,referenced_tweets.retweeted.id,text,author_id,source,author.name"
    records, problems = read(
        f"{header}\n1,1,,Own,5,An app,Quay\n2,2,9,RT @a: b,5,An app,Quay\n"
    )
    assert [record["body"] for record in records] == ["Own", "RT @a: b"]
    assert records[1]["repost_of"] == "9"
    assert [problem.reason for problem in problems] == ["1 retweets"]
    assert "source" not in records[0]


def test_articles_with_the_names_of_tweets_are_articles() -> None:
    article = {"id": 1, "title": "Tram", "text": "It moves.", "author_id": 5}
    for content in (article, "id,title,text,author_id\n1,Tram,It moves.,5\n"):
        ((record,), _) = read(content)
        assert "_form" not in record
        assert "url" not in record


# Mastodon and Bluesky


def activity(kind: str, thing: object) -> Json:
    return {
        "id": "a",
        "type": kind,
        "actor": "https://s.example/users/q",
        "object": thing,
    }


def test_outbox_of_mastodon() -> None:
    note = {
        "id": "https://s.example/users/q/statuses/1",
        "type": "Note",
        "summary": "Boats",
        "published": "2024-03-06T21:58:00Z",
        "url": "https://s.example/@q/1",
        "attributedTo": "https://s.example/users/q",
        "content": "<p>Ferry <a href='https://s.example/tags/tarn'>#<span>tarn</span></a></p>",
        "contentMap": {"en": "<p>Ferry</p>"},
    }
    items = [
        activity("Create", note),
        activity("Announce", "https://o.example/9"),
        activity("Announce", "https://o.example/8"),
        activity("Delete", "https://s.example/1"),
    ]
    outbox = {"type": "OrderedCollection", "orderedItems": items}
    (record,), problems = read(outbox)
    assert record["author"] == "q@s.example"
    assert record["url"] == "https://s.example/@q/1"
    assert (record["language"], record["content_warning"]) == ("en", "Boats")
    assert record["_markup"] == "html"
    assert "summary" not in record
    assert problems == [
        Problem("", "2 boosts", "left out"),
        Problem("", "1 other activities", "left out"),
    ]


def test_statuses_of_mastodon() -> None:
    status = {
        "id": "1",
        "uri": "https://s.example/1",
        "url": "https://s.example/@q/1",
        "content": "<p>Ferry</p>",
        "created_at": "2024-03-06T21:58:00.000Z",
        "account": {"acct": "q", "display_name": "Quay", "url": "https://s.example/@q"},
        "reblog": None,
    }
    boost = status | {"content": "", "reblog": {"id": "7", "content": "x"}}
    (record,), problems = read([status, boost | {"content": "<p>x</p>"}])
    assert (record["author"], record["url"]) == ("Quay", "https://s.example/@q/1")
    assert problems == [Problem("", "1 boosts", "left out")]


SKY = {
    "uri": "at://did:plc:q/app.bsky.feed.post/3k",
    "author": {"did": "did:plc:q", "handle": "quay.example", "displayName": ""},
    "record": {"createdAt": "2024-03-06T21:58:00.000Z", "text": "Ferry @bay.example"},
    "likeCount": 2,
}


@pytest.mark.parametrize(
    "content",
    [
        {"posts": [SKY], "cursor": "x"},
        {"feed": [{"post": SKY}]},
        {"thread": {"post": SKY, "replies": []}},
        [{"post": SKY}],
        [SKY],
    ],
)
def test_answers_of_bluesky(content: object) -> None:
    ((record,), problems) = read(content)
    assert problems == []
    assert record["url"] == "https://bsky.app/profile/quay.example/post/3k"
    assert (record["author"], record["body"]) == ("quay.example", "Ferry @bay.example")
    assert record["_id"] == SKY["uri"]
    assert record["published"] == "2024-03-06T21:58:00.000Z"


def test_reposts_and_replies_of_bluesky() -> None:
    reason = {"$type": "app.bsky.feed.defs#reasonRepost"}
    reply = {"post": SKY | {"uri": "at://did:plc:q/app.bsky.feed.post/4k"}}
    _, problems = read({"feed": [{"post": SKY, "reason": reason}]})
    assert problems == [Problem("", "1 reposts", "left out")]
    records, _ = read({"thread": {"post": SKY, "replies": [reply]}})
    assert [record["url"][-2:] for record in records] == ["3k", "4k"]


# Reddit


def submission(**more: object) -> Json:
    return {
        "id": "1b",
        "name": "t3_1b",
        "title": "Tram",
        "selftext": "It &gt; moves",
        "author": "tide",
        "subreddit": "tarn",
        "created_utc": 1709762280,
        "permalink": "/r/tarn/comments/1b/tram/",
        "is_self": True,
        "score": 3,
    } | more


def comment(body: str, replies: object = "") -> Json:
    data = {
        "id": "c1",
        "name": "t1_c1",
        "body": body,
        "author": "[deleted]",
        "subreddit": "tarn",
        "link_id": "t3_1b",
        "created_utc": 1709762281.0,
        "replies": replies,
    }
    return {"kind": "t1", "data": data}


def listing(*children: Json) -> Json:
    return {"kind": "Listing", "data": {"after": None, "children": list(children)}}


def test_submissions_of_reddit() -> None:
    link = submission(selftext="", is_self=False, url="https://news.example/tram")
    picture = submission(selftext="[removed]", url="https://i.redd.it/a.jpg")
    records, problems = read(lines(submission(), link, picture))
    assert [record.get("body") for record in records] == ["It > moves", None, None]
    thread = "https://www.reddit.com/r/tarn/comments/1b/tram/"
    assert [record["url"] for record in records] == [
        thread,
        thread,
        thread,
    ]
    assert records[1]["linked"] == "https://news.example/tram"
    assert records[0]["feed"] == "tarn"
    assert problems == [Problem("", "1 texts removed or deleted", "kept without text")]


def test_thread_of_reddit_with_replies() -> None:
    more = {"kind": "more", "data": {"count": 3, "children": ["x"]}}
    page = [
        listing({"kind": "t3", "data": submission()}),
        listing(comment("First", listing(comment("Second", listing(more))))),
    ]
    records, problems = read(page)
    assert [record["body"] for record in records] == ["It > moves", "First", "Second"]
    assert "author" not in records[1]
    assert records[1]["url"] == "https://www.reddit.com/comments/1b/_/c1"
    assert problems == [Problem("", "1 collapsed comments", "left out")]


def test_table_of_praw() -> None:
    table = "title,score,id,url,comms_num,created,body,timestamp\n"
    row = "Tram,3,1b,https://n.example/a,1,1709762280.0,It moves,2024-03-06 22:58:00\n"
    ((record,), _) = read(table + row)
    assert (record["published"], record["body"]) == ("1709762280.0", "It moves")
    assert (record["_id"], record["score"], record["_place"]) == ("1b", "3", "row 2")


# Telegram


def message(number: int, text: object, **more: object) -> Json:
    return {
        "id": number,
        "type": "message",
        "date": "2024-03-06T22:58:00",
        "date_unixtime": "1709762280",
        "from": "Quay",
        "text": text,
    } | more


def test_export_of_telegram() -> None:
    parts = [
        "The ",
        {"type": "bold", "text": "tram"},
        {"type": "hashtag", "text": " #tarn"},
    ]
    chat = {
        "name": "Quayside",
        "type": "public_channel",
        "id": 5,
        "messages": [
            message(1, "", type="service", action="create_channel"),
            message(2, parts),
            message(3, "Seen", forwarded_from="Bay"),
        ],
    }
    for content in (chat, {"about": "", "chats": {"about": "", "list": [chat]}}):
        records, problems = read(content)
        assert [record["body"] for record in records] == ["The tram #tarn", "Seen"]
        assert records[0]["published"] == "1709762280"
        assert (records[0]["feed"], records[0]["_id"]) == ("Quayside", "5/2")
        assert records[1]["repost_of"] == "Bay"
        assert [(problem.reason, problem.action) for problem in problems] == [
            ("1 service messages", "left out"),
            ("1 forwarded messages", "kept, marked in repost_of"),
        ]


# Zeeschuimer and 4CAT


def collected(platform: str, data: Json) -> Json:
    return {
        "nav_index": "1:2:3",
        "item_id": "x",
        "timestamp_collected": 1721382000000,
        "source_platform": platform,
        "source_url": f"https://www.{platform}/",
        "data": data,
    }


PICTURE = {
    "id": "3_7",
    "code": "Cx",
    "taken_at": 1709762280,
    "user": {"username": "quay", "full_name": "Quay"},
    "caption": {"text": "Tram #tarn", "created_at": 1},
}
VIDEO = {
    "id": "70",
    "desc": "Tram #tarn",
    "createTime": 1709762280,
    "author": {"uniqueId": "quay", "nickname": "Quay"},
    "stats": {"playCount": 12},
}
PAGE_TWEET = {
    "rest_id": "8",
    "legacy": {
        "full_text": "Tram #tarn",
        "created_at": "Wed Mar 06 21:58:00 +0000 2024",
    },
    "core": {
        "user_results": {"result": {"legacy": {"screen_name": "quay", "name": "quay"}}}
    },
}


@pytest.mark.parametrize(
    ("platform", "data", "url"),
    [
        ("instagram.com", PICTURE, "https://www.instagram.com/p/Cx/"),
        (
            "threads.net",
            PICTURE | {"text_post_app_info": {"is_reply": False}},
            "https://www.threads.net/@quay/post/Cx",
        ),
        ("tiktok.com", VIDEO, "https://www.tiktok.com/@quay/video/70"),
        ("twitter.com", PAGE_TWEET, "https://twitter.com/quay/status/8"),
    ],
)
def test_what_zeeschuimer_collects(platform: str, data: Json, url: str) -> None:
    wrapped = collected(platform, data)
    imported = data | {"__import_meta": {"source_platform": platform}}  # as of 4CAT
    for record in (wrapped, imported):
        ((post,), problems) = read(lines(record))
        assert problems == []
        assert (post["body"], post["author"], post["url"]) == (
            "Tram #tarn",
            "quay",
            url,
        )
        assert post["_form"] == "short"


def test_table_of_4cat() -> None:
    header = "id,thread_id,timestamp,unix_timestamp,link,subject,body,author,source,is_retweet"
    row = "9,9,2024-03-06 21:58:00,1709762280,https://x.example/9,,Tram,quay,An app"
    records, problems = read(f"{header}\n{row},no\n{row},yes\n")
    assert [record.get("repost_of") for record in records] == [None, "yes"]
    assert records[0]["published"] == "1709762280"
    assert "source" not in records[0]
    assert [problem.reason for problem in problems] == ["1 retweets"]


# YouTube and Facebook


def test_comments_of_youtube() -> None:
    line = {
        "cid": "U",
        "text": "🎯",
        "author": "@q",
        "time_parsed": 1709762280.5,
        "votes": "2",
    }
    ((record,), _) = read(lines(line))
    assert (record["body"], record["published"]) == ("🎯", "1709762280.5")

    def snippet(text: str) -> Json:
        return {
            "textDisplay": f"<b>{text}</b>",
            "textOriginal": text,
            "authorDisplayName": "@q",
            "publishedAt": "2024-03-06T21:58:00Z",
            "videoId": "v",
        }

    top = {"kind": "youtube#comment", "id": "U", "snippet": snippet("First")}
    thread = {
        "kind": "youtube#commentThread",
        "snippet": {"videoId": "v", "topLevelComment": top},
        "replies": {"comments": [top | {"id": "U.a", "snippet": snippet("Second")}]},
    }
    answer = {"kind": "youtube#commentThreadListResponse", "items": [thread]}
    records, problems = read(answer)
    assert problems == []
    assert [record["body"] for record in records] == ["First", "Second"]
    assert records[0]["url"] == "https://www.youtube.com/watch?v=v&lc=U"


def test_tables_of_crowdtangle() -> None:
    table = (
        "Page Name,Post Created,Likes,URL,Message,Link,Final Link,Link Text,Description\n"
        "Quay,2024-03-06 16:58:00 EST,7,https://f.example/1,Seen,https://s.example/x,"
        "https://quay.example/tram,Tram,It moves\n"
        "Quay,2024-03-06 16:58:00 EST,7,https://f.example/2,,,,,\n"
    )
    records, _ = read(table)
    assert [record["url"] for record in records] == [
        "https://quay.example/tram",
        "https://f.example/2",
    ]
    first = records[0]
    assert (first["_id"], first["feed"], first["title"]) == (
        "https://f.example/1",
        "Quay",
        "Tram",
    )
    assert (first["Likes"], first["_form"]) == ("7", "short")


# Crawls and agencies


def test_crawls() -> None:
    page = {
        "maintext": "It moves.",
        "date_publish": "2024-03-06 21:58:00",
        "title": "Tram",
    }
    page |= {
        "description": "Short",
        "source_domain": "quay.example",
        "date_download": "2024",
    }
    ((record,), _) = read(page)
    assert (record["body"], record["published"]) == ("It moves.", "2024-03-06 21:58:00")
    assert "_form" not in record
    webz = {
        "uuid": "u",
        "thread": {
            "site_full": "www.quay.example",
            "site": "quay.example",
            "url": "https://q/t",
        },
        "title": "Tram",
        "text": "It moves.",
        "published": "2024-03-06T21:58:00.000+02:00",
        "url": "https://quay.example/tram",
    }
    ((record,), _) = read({"posts": [webz], "totalResults": 1})
    assert (record["outlet"], record["_id"]) == ("www.quay.example", "u")


def test_ninjs() -> None:
    story = {
        "uri": "urn:1",
        "type": "text",
        "headline": "Tram",
        "versioncreated": "2024-03-06T21:58:00+0000",
        "firstcreated": "2024-03-06T20:00:00+0000",
        "body_html": "<p>It moves.</p>",
        "subject": [{"code": "1", "name": "transport"}, {"code": "2", "name": "city"}],
        "pubstatus": "usable",
    }
    newer = {
        "uri": "urn:2",
        "versionCreated": "2024-03-06T21:58:00+02:00",
        "copyrightHolder": "Quay News",
        "headlines": [
            {"role": "short", "value": "T"},
            {"role": "main", "value": "Tram"},
        ],
        "bodies": [
            {"contentType": "text/plain", "value": "It moves."},
            {"contentType": "text/html", "value": "<p>It moves.</p>"},
        ],
        "by": "Ada Quay",
    }
    ((second,), _) = read(newer)
    assert (second["title"], second["body"]) == ("Tram", "<p>It moves.</p>")
    assert (second["author"], second["outlet"]) == ("Ada Quay", "Quay News")
    gone = story | {"pubstatus": "canceled"}
    records, problems = read([story, gone, story | {"type": "picture"}])
    (record,) = records
    assert record["published"] == "2024-03-06T21:58:00+0000"
    assert record["categories"] == ["transport", "city"]
    assert {problem.action for problem in problems} == {
        "canceled item left out",
        "picture item left out",
    }


# For all


def test_names_of_the_user_come_first() -> None:
    own = {"source": "outlet", "favorite_count": "title", "entities.tags.text": "feed"}
    tags = {"tags": [{"text": "a"}, {"text": "b"}]}
    content = assigned("tweets", [{"tweet": tweet(1, "Tram", entities=tags)}])
    ((record,), _) = read(content, own)
    assert "An app" in record["source"]
    assert (record["favorite_count"], record["entities.tags.text"]) == ("3", ["a", "b"])
    assert "entities.tags.text" not in read(content)[0][0]


def test_shapes_name_what_can_be_filled() -> None:
    known = set(read_columns().values()) | {
        "_id",
        "repost_of",
        "program",
        "content_warning",
        "linked",
        "activity",
    }
    for shape in [*CONTAINERS, *POSTS]:
        assert set(shape.get("fields", {})) <= known, shape["name"]
        for condition in [*shape["has"], *shape.get("lacks", [])]:
            compile_pattern(condition.partition("=")[2], shape["name"])
        compile_pattern(shape.get("nothing", ""), shape["name"])
        for _, pattern in shape.get("take", {}).values():
            assert compile_pattern(pattern, shape["name"]).groups == 1


def test_paths() -> None:
    record = {
        "a": [{"k": "x", "v": 1}, {"k": "y", "v": 2}, 3],
        "b": {"de": "Text"},
        "c.d": 0,
    }
    assert find_values(record, "a.v") == [1, 2]
    assert find_values(record, "a[k=y].v") == [2]
    assert find_values(record, "b.@key") == ["de"]
    assert find_values(record, "c.d") == [0]
    assert find_values(record, "b.de.x") == []


SAMPLES = [
    OWN_TWEETS,
    json.dumps({"data": [V2], "includes": {"users": USERS}}),
    json.dumps({"thread": {"post": SKY, "replies": [{"post": SKY}]}}),
    json.dumps([listing(comment("First", listing(comment("Second"))))]),
    json.dumps({"name": "Q", "id": 5, "messages": [message(2, ["a", {"text": "b"}])]}),
    lines(collected("instagram.com", PICTURE), collected("tiktok.com", VIDEO)),
]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_cut_or_changed_files_are_read_as_far_as_they_go(
    sample: str, draw: st.DataObject
) -> None:
    place = draw.draw(st.integers(0, len(sample) - 1))
    put = draw.draw(st.sampled_from(["", '"', "{", "]", "\\", "7", "null"]))
    for changed in (sample[:place], sample[:place] + put + sample[place + 1 :]):
        list(read_records(changed.encode(), "JSON", "", read_columns()))


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(
        [
            {"data": [V2], "includes": {"users": USERS}},
            {"thread": {"post": SKY, "replies": [{"post": SKY}]}},
            listing(comment("First", listing(comment("Second")))),
            {"name": "Q", "id": 5, "messages": [message(2, ["a", {"text": "b"}])]},
            collected("instagram.com", PICTURE),
        ]
    ),
    st.data(),
)
def test_values_of_other_types_stop_nothing(sample: Json, draw: st.DataObject) -> None:
    text = json.dumps(replaced(sample, draw))
    list(read_records(text.encode(), "JSON", "", read_columns()))


def test_deep_answers_do_not_overflow() -> None:
    deep = comment("Last")
    for _ in range(60):
        deep = comment("Next", listing(deep))
    assert len(read(listing(deep))[0]) == 61


def test_older_archives_and_answers_of_a_search() -> None:
    account = json.dumps([{"account": ACCOUNT}])
    bare = f"window.YTD.account.part0 = {account} " + assigned(
        "tweet", [tweet(1, "Tram")]
    )
    ((record,), _) = read(bare)
    assert (record["author"], record["url"]) == (
        "Quayside",
        "https://twitter.com/quayside/status/1",
    )
    user = {"screen_name": "quayside", "name": "Quayside"}
    answer = {
        "statuses": [tweet(1, "Tram", user=user)],
        "search_metadata": {"count": 1},
    }
    assert read(answer)[0][0]["url"] == record["url"]
    page = {"legacy": tweet(1, "Tram"), "user": user, "type": "adaptive"}
    assert read(lines(collected("twitter.com", page)))[0][0]["url"] == record["url"]

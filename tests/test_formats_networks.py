"""Posts of networks by the structure of real exports: texts and names are invented."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_values import replaced

from toolkit.formats import Problem, find_format, read_columns, read_records
from toolkit.formats.shape_table import CONTAINERS, POSTS
from toolkit.posts import read_posts, read_source

Json = dict[str, Any]
WHEN = "2024-03-06T21:58:00.000Z"
SECONDS = 1709762280  # the same moment


def read(
    content: object, columns: dict[str, str] | None = None
) -> tuple[list[Json], list[str]]:
    """The records of a file, and what was told of it; lists are written a line each."""
    text = content if isinstance(content, str) else json.dumps(content)
    known = read_columns(columns)
    format = find_format(text.encode(), "", known)
    assert format is not None
    found = list(read_records(text.encode(), format, "", known))
    told = [item.reason for item in found if isinstance(item, Problem)]
    return [item for item in found if not isinstance(item, Problem)], told


def test_names_of_shapes_are_each_of_one() -> None:
    names = [shape["name"] for shape in [*CONTAINERS, *POSTS]]
    assert len(names) == len(set(names))


# X: archives


LONG = (
    "@bay The ferry runs every ten minutes from the quay to the island & back, says "
    "the harbour office, and it will do so until the bridge is open again. "
) + "No one asked the island. " * 12


def tweet(number: int, text: str, **more: object) -> Json:
    inner = {
        "id_str": str(number),
        "id": str(number),
        "created_at": "Wed Mar 06 21:58:00 +0000 2024",
        "full_text": text,
        "lang": "en",
        "favorite_count": "3",
        "entities": {"hashtags": [{"text": "tarn", "indices": ["0", "5"]}]},
    }
    return {"tweet": inner | more}


def note(text: str, time: str = "2024-03-06T21:58:00.000Z") -> Json:
    inner = {
        "noteTweetId": "77",
        "createdAt": time,
        "updatedAt": time,
        "core": {"text": text, "urls": [], "mentions": [], "styletags": []},
    }
    return {"noteTweet": inner}


def script(name: str, records: list[Json], part: int = 0) -> str:
    return f"window.YTD.{name}.part{part} = {json.dumps(records, indent=2)}"


def archive_of_x() -> dict[str, str]:
    cut = LONG[:270].replace("&", "&amp;") + "… https://t.co/abc"
    account = {"username": "quayside", "accountDisplayName": "Quayside"}
    return {
        "data/account.js": script("account", [{"account": account | {"accountId": 5}}]),
        "data/tweets.js": script("tweets", [tweet(1, cut), tweet(2, "Short… or not")]),
        "data/tweets-part1.js": script("tweets", [tweet(3, "In the next part")], 1),
        "data/note-tweet.js": script("note_tweet", [note(LONG)]),
        "data/like.js": script("like", [{"like": {"tweetId": "9"}}]),
        "data/manifest.js": "window.__THAR_CONFIG = {}",
        "assets/app.js": "var x = 1;",
    }


@pytest.mark.parametrize("packed", [True, False])
def test_long_posts_of_an_archive_are_whole(tmp_path: Path, packed: bool) -> None:
    if packed:
        source = tmp_path / "twitter-2024.zip"
        with zipfile.ZipFile(source, "w") as archive:
            for path, text in archive_of_x().items():
                archive.writestr(path, text)
    else:
        source = tmp_path / "twitter-2024"
        for path, text in archive_of_x().items():
            (source / path).parent.mkdir(parents=True, exist_ok=True)
            (source / path).write_text(text, encoding="utf-8")
    reading = read_source(source, on_problem="ignore")
    posts = reading.posts.set_index("id") if "id" in reading.posts else reading.posts
    texts = dict(zip(posts["url"].str[-1], posts["text"], strict=True))
    assert texts["1"] == LONG.strip()
    assert (texts["2"], texts["3"]) == ("Short… or not", "In the next part")
    assert set(posts["author"]) == {"Quayside"}
    reasons = set(reading.problems["reason"])
    assert "1 likes" in reasons


def test_of_long_posts_with_one_beginning_the_time_tells() -> None:
    first = note(LONG + "First.", "2024-03-06T09:00:00.000Z")
    second = note(LONG + "Second.")
    cut = tweet(1, f"{LONG[:200]}… https://t.co/a")
    (record,), told = read(script("tweets", [first, second, cut]))
    assert record["body"].endswith("Second.")
    assert told == ["1 long texts whose posts are not in this file"]


def test_posts_that_were_not_cut_keep_their_text() -> None:
    texts = ["Rain… https://t.co/a", LONG[:30] + "…", "Other words " * 20 + "…"]
    records, told = read(
        script("tweets", [note(LONG), *(tweet(1, text) for text in texts)])
    )
    assert [record["body"] for record in records] == texts
    assert told == ["1 long texts whose posts are not in this file"]


# X: answers of its APIs, and tables


def status(number: int, text: str, **more: object) -> Json:
    user = {"screen_name": "quay", "name": "Quayside", "followers_count": 7}
    return {
        "created_at": "Wed Mar 06 21:58:00 +0000 2024",
        "id": number,
        "id_str": str(number),
        "text": text,
        "user": user,
        "source": '<a href="http://x.example" rel="nofollow">An app</a>',
        "lang": "en",
    } | more


def test_retweets_are_whole_where_the_original_stands_with_them() -> None:
    bay = {"screen_name": "bay", "name": "Bay"}
    whole = "The tide turns &amp; the quay is full of boats"
    original = status(7, "The tide…", user=bay, extended_tweet={"full_text": whole})
    again = status(8, "RT @bay: The tide…", retweeted_status=original)
    plain = status(9, "RT @bay: The tide", retweeted_status={"id_str": "7"})
    quote = status(10, "See this https://t.co/q", quoted_status=original)
    records, told = read("\n".join(map(json.dumps, [again, plain, quote])))
    assert [record["body"] for record in records] == [
        "RT @bay: The tide turns & the quay is full of boats",
        "RT @bay: The tide",
        "See this https://t.co/q",
    ]
    assert [record.get("repost_of") for record in records] == ["7", "7", None]
    assert told == ["2 retweets"]


def test_retweets_of_version_2_are_whole() -> None:
    users = [{"id": "5", "name": "Quayside", "username": "quay"}]
    refers = [{"type": "quoted", "id": "6"}, {"type": "retweeted", "id": "7"}]
    again = {
        "id": "8",
        "text": "RT @bay: The ti…",
        "author_id": "5",
        "created_at": WHEN,
        "referenced_tweets": refers,
    }
    own = {"id": "9", "text": "Short…", "author_id": "5", "created_at": WHEN}
    own["note_tweet"] = {"text": "Short, and then the rest."}  # type: ignore[assignment]
    included = {"users": users, "tweets": [{"id": "7", "text": "The tide turns"}]}
    page = {"data": [again, own], "includes": included, "meta": {"result_count": 2}}
    records, told = read(page)
    assert [record["body"] for record in records] == [
        "RT @bay: The tide turns",
        "Short, and then the rest.",
    ]
    assert told == ["1 retweets"]
    flat = again | {
        "author": users[0],
        "edit_history_tweet_ids": ["8"],
        "referenced_tweets": [refers[1] | {"text": "The tide turns"}],
    }
    ((record,), _) = read(json.dumps(flat) + "\n")
    assert record["body"] == "RT @bay: The tide turns"


def test_ids_that_a_spreadsheet_rounded_name_no_post(tmp_path: Path) -> None:
    path = tmp_path / "tweets.csv"
    rows = [
        "1.4739024750817e+18,Rain on the quay,2024-03-06 21:58:00,quay,3",
        "1473902475081700000.0,Snow on the quay,2024-03-06 21:58:00,quay,3",
        "1473902475081700123,Wind on the quay,2024-03-06 21:58:00,quay,3",
    ]
    path.write_text(
        "tweet_id,text,created_at,screen_name,favorites\n" + "\n".join(rows)
    )
    reading = read_source(path, on_problem="ignore")
    assert reading.posts["url"].fillna("").tolist() == [
        "",
        "",
        "https://twitter.com/i/web/status/1473902475081700123",
    ]
    assert reading.posts.index[2] == "1473902475081700123"
    assert reading.problems["reason"].tolist() == ["2 ids that a spreadsheet rounded"]
    small = "tweet_id,text,created_at,favorites\n12.0,Rain,2024-03-06 21:58:00,3\n"
    ((record,), _) = read(small)
    assert record["_id"] == "12"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Datetime,Tweet Id,Text,Username", "2024-03-06 21:58:00+00:00,11,Ferry,quay"),
        (
            "status_id,created_at,screen_name,text,is_retweet,retweet_count,source",
            "11,2024-03-06 21:58:00,quay,Ferry,False,2,An app",
        ),
        (
            "id,time,created_at,from_user_name,text,lang,source",
            '11,1709762280,2024-03-06 21:58:00,quay,Ferry,en,"<a href=""x"">App</a>"',
        ),
        (
            "tweet_id,airline_sentiment,name,retweet_count,text,tweet_created",
            "11,neutral,quay,0,Ferry,2024-03-06 21:58:00 +0000",
        ),
        (
            "id,conversation_id,created_at,text,lang,source,author.username,author.name",
            "11,11,2024-03-06T21:58:00.000Z,Ferry,en,An app,quay,quay",
        ),
    ],
)
def test_tables_of_tweets(tmp_path: Path, header: str, row: str) -> None:
    (tmp_path / "a.csv").write_text(f"{header}\n{row}\n")
    post = read_posts(tmp_path / "a.csv", on_problem="raise").iloc[0]
    assert (post.name, post["text"], post["author"]) == ("11", "Ferry", "quay")
    assert (post["kind"], post["outlet"]) == ("post", "twitter.com")
    assert str(post["published"]) == "2024-03-06 21:58:00+00:00"


def test_other_collectors_of_tweets() -> None:
    apify = {
        "type": "tweet",
        "id": "11",
        "url": "https://x.com/quay/status/11",
        "twitterUrl": "https://twitter.com/quay/status/11",
        "text": "Ferry…",
        "fullText": "Ferry &amp; tram",
        "source": "An app",
        "retweetCount": 1,
        "createdAt": "Wed Mar 06 21:58:00 +0000 2024",
        "lang": "en",
        "author": {"userName": "quay", "name": "Quayside"},
    }
    ((record,), _) = read([apify])
    assert (record["body"], record["author"]) == ("Ferry & tram", "Quayside")
    snscrape = {
        "_type": "snscrape.modules.twitter.Tweet",
        "url": "https://twitter.com/quay/status/11",
        "date": "2024-03-06T21:58:00+00:00",
        "rawContent": "Ferry",
        "renderedContent": "Ferry",
        "id": 11,
        "user": {"username": "quay", "displayname": "Quayside"},
        "sourceLabel": "An app",
        "hashtags": ["tarn", "quay"],
        "retweetedTweet": None,
    }
    ((record,), _) = read([snscrape])
    assert (record["program"], record["hashtags"]) == ("An app", ["tarn", "quay"])
    channel = {
        "_type": "snscrape.modules.telegram.TelegramPost",
        "url": "https://t.me/s/quay/11",
        "date": "2024-03-06T21:58:00+00:00",
        "content": "Ferry",
    }
    ((record,), _) = read([channel])
    assert (record["body"], record["_form"]) == ("Ferry", "short")


def test_posts_that_pages_of_x_hold_for_some_alone() -> None:
    inner = {
        "rest_id": "8",
        "legacy": {
            "full_text": "RT @bay: The ti…",
            "created_at": "Wed Mar 06 21:58:00 +0000 2024",
            "retweeted_status_result": {
                "result": {"rest_id": "7", "legacy": {"full_text": "The tide turns"}}
            },
        },
        "core": {
            "user_results": {
                "result": {"core": {"screen_name": "quay", "name": "Quay"}}
            }
        },
    }
    hidden = {"__typename": "TweetWithVisibilityResults", "tweet": inner}
    for data in (inner, hidden):
        wrapped = {
            "nav_index": "1",
            "item_id": "8",
            "source_platform": "twitter.com",
            "data": data,
        }
        ((record,), told) = read([wrapped])
        assert record["body"] == "RT @bay: The tide turns"
        assert record["url"] == "https://twitter.com/quay/status/8"
        assert told == ["1 retweets"]


# Mastodon and its kin, Bluesky


def mastodon(**more: object) -> Json:
    account = {"id": "1", "username": "q", "acct": "q@s.example", "display_name": "Q"}
    return {
        "id": "111",
        "created_at": WHEN,
        "in_reply_to_id": None,
        "spoiler_text": "",
        "visibility": "public",
        "language": "en",
        "uri": "https://s.example/users/q/statuses/111",
        "url": "https://s.example/@q/111",
        "replies_count": 0,
        "content": '<p>Ferry <a href="https://s.example/tags/tarn">#<span>tarn</span></a></p>',
        "reblog": None,
        "account": account,
        "tags": [{"name": "tarn", "url": "https://s.example/tags/tarn"}],
    } | more


def test_answers_of_mastodon(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([mastodon(), mastodon(id="2")]))
    posts = read_posts(tmp_path / "a.json", on_problem="raise")
    assert posts["text"].tolist() == ["Ferry #tarn"] * 2
    assert (posts["author"].iloc[0], posts["outlet"].iloc[0]) == ("Q", "s.example")
    answer = {"accounts": [], "statuses": [mastodon()], "hashtags": []}
    assert len(read(answer)[0]) == 1
    assert read([mastodon(reblog=mastodon(id="7"))])[1][0] == "1 boosts"


POST = {
    "$type": "app.bsky.feed.post",
    "text": "Ferry",
    "createdAt": WHEN,
    "langs": ["en"],
}
AT = "at://did:plc:q/app.bsky.feed.post/3k"


@pytest.mark.parametrize(
    "content",
    [
        {"records": [{"uri": AT, "cid": "b", "value": POST}], "cursor": "3"},
        {
            "did": "did:plc:q",
            "time_us": 1,
            "kind": "commit",
            "commit": {
                "operation": "create",
                "collection": "app.bsky.feed.post",
                "rkey": "3k",
                "record": POST,
            },
        },
    ],
)
def test_repositories_of_bluesky(content: Json) -> None:
    ((record,), told) = read(content)
    assert (record["body"], record["published"], told) == ("Ferry", WHEN, [])
    assert record["_id"] == AT
    assert record["url"] == "https://bsky.app/profile/did:plc:q/post/3k"


def test_what_is_no_post_in_a_repository_of_bluesky() -> None:
    like = {"$type": "app.bsky.feed.like", "subject": {"uri": AT}, "createdAt": WHEN}
    listed = {"uri": AT.replace("post", "like"), "cid": "c", "value": like}
    records, told = read({"records": [{"uri": AT, "value": POST}, listed]})
    assert (len(records), told) == (1, ["1 likes, reposts and follows"])
    records, told = read([POST, like])
    assert (len(records), told) == (1, ["1 likes, reposts and follows"])


# Reddit and image boards


def test_dumps_and_tables_of_reddit() -> None:
    comment = {
        "author": "tide",
        "body": "I think so &gt; no",
        "created_utc": str(SECONDS),
        "id": "kc1",
        "link_id": "t3_1b",
        "parent_id": "t3_1b",
        "score": 1,
        "subreddit": "tarn",
        "subreddit_id": "t5_1",
    }
    ((record,), _) = read(json.dumps(comment) + "\n")
    assert (record["_id"], record["body"]) == ("t1_kc1", "I think so > no")
    assert record["url"] == "https://www.reddit.com/comments/1b/_/kc1"
    assert "source_author" not in record
    table = (
        "comment_id,body,author,score,created_utc,post_id\n"
        f"kc1,I think so,tide,1,{SECONDS}.0,1b\n"
        f"kc2,[deleted],,1,{SECONDS}.0,1b\n"
    )
    records, told = read(table)
    assert [record.get("body") for record in records] == ["I think so", None]
    assert told == ["1 texts removed or deleted"]
    assert records[0]["_form"] == "short"
    pmaw = (
        ",author,created_utc,full_link,id,num_comments,score,selftext,subreddit,title\n"
        f"0,tide,{SECONDS},https://r.example/1b/,1b,2,3,It moves,tarn,Tram\n"
    )
    ((record,), _) = read(pmaw)
    assert (record["_id"], record["body"], record["feed"]) == (
        "t3_1b",
        "It moves",
        "tarn",
    )


def test_threads_and_catalogues_of_4chan() -> None:
    first = {
        "no": 1,
        "now": "03/06/24(Wed)16:58:00",
        "name": "Anonymous",
        "sub": "Ferry",
        "com": "It runs.<br>Really?",
        "time": SECONDS,
        "resto": 0,
    }
    second = {
        "no": 2,
        "name": "Anonymous",
        "com": '<a href="#p1">&gt;&gt;1</a><br>Yes',
        "time": SECONDS,
        "resto": 1,
    }
    records, _ = read({"posts": [first, second]})
    assert [record["_id"] for record in records] == ["1", "2"]
    assert (records[0]["title"], records[0]["_markup"]) == ("Ferry", "html")
    catalogue = [{"page": 1, "threads": [first | {"last_replies": [second]}]}]
    assert [record["_id"] for record in read(catalogue)[0]] == ["1", "2"]


# Telegram, Discord, VK


def test_messages_of_telegram_of_all_kinds() -> None:
    head = {"type": "message", "date": "2024-03-06T22:58:00", "from": "Quay"}
    head |= {"date_unixtime": str(SECONDS), "from_id": "channel5"}
    parts = [
        "The ",
        {"type": "text_link", "text": "ferry", "href": "https://q.example"},
    ]
    entities = [{"type": "plain", "text": "The "}, {"type": "bold", "text": "ferry"}]
    poll = {
        "question": "Ferry or tram?",
        "closed": False,
        "total_voters": 3,
        "answers": [{"text": "Ferry", "voters": 2, "chosen": False}],
    }
    messages = [
        head | {"id": 1, "text": parts, "text_entities": entities},
        head | {"id": 2, "text": "", "text_entities": [], "poll": poll},
        head | {"id": 3, "text": "", "photo": "photos/1.jpg", "width": 8},
        head | {"id": 4, "text": "Seen", "forwarded_from": "Bay"},
        head | {"id": 5, "type": "service", "action": "pin_message", "text": ""},
    ]
    chats = [
        {"name": "Quay", "type": "public_channel", "id": 5, "messages": messages},
        {"name": "Bay", "type": "public_channel", "id": 6, "messages": messages[:1]},
    ]
    everything = {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 1, "first_name": "A"},
        "contacts": {"about": "", "list": [{"first_name": "B", "date": "2020-01-01"}]},
        "chats": {"about": "", "list": chats},
        "left_chats": {"about": "", "list": [chats[1] | {"id": 7, "name": "Left"}]},
    }
    records, told = read(everything)
    assert [record.get("body") for record in records] == [
        "The ferry",
        "Ferry or tram?",
        None,
        "Seen",
        "The ferry",
        "The ferry",
    ]
    assert [record["_id"] for record in records] == [
        "5/1",
        "5/2",
        "5/3",
        "5/4",
        "6/1",
        "7/1",
    ]
    assert [record["feed"] for record in records[3:]] == ["Quay", "Bay", "Left"]
    assert told == ["1 forwarded messages", "1 service messages"] or set(told) == {
        "1 service messages",
        "1 forwarded messages",
    }


def test_messages_of_telethon_discord_and_vk() -> None:
    peer = {"_": "PeerChannel", "channel_id": 5}
    message = {"_": "Message", "id": 1, "peer_id": peer, "message": "Ferry"}
    service = {"_": "MessageService", "id": 2, "peer_id": peer, "date": WHEN}
    records, told = read([message | {"date": WHEN}, service])
    assert [record["_id"] for record in records] == ["5/1"]
    assert (records[0]["body"], told) == ("Ferry", ["1 service messages"])
    author = {"id": "9", "name": "quay", "nickname": "Quayside"}
    said = {"id": "1", "type": "Default", "timestamp": WHEN, "content": "Ferry"}
    discord = {
        "guild": {"id": "1", "name": "Harbour"},
        "channel": {"id": "2", "name": "boats"},
        "messages": [
            said | {"author": author},
            said | {"author": author, "type": "ChannelPinnedMessage"},
        ],
    }
    (record,), told = read(discord)
    assert (record["author"], record["feed"], record["outlet"]) == (
        "Quayside",
        "boats",
        "Harbour",
    )
    assert told == ["1 service messages"]
    wall = {"id": 3, "owner_id": -4, "from_id": -4, "date": SECONDS, "text": "Ferry"}
    again = wall | {"id": 4, "text": "", "copy_history": [wall | {"owner_id": -9}]}
    answer = {"response": {"count": 2, "items": [wall | {"post_type": "post"}, again]}}
    answer["response"]["items"][1]["post_type"] = "post"  # type: ignore[index]
    records, told = read(answer)
    assert [record["url"] for record in records] == [
        "https://vk.com/wall-4_3",
        "https://vk.com/wall-4_4",
    ]
    assert (records[1]["body"], told) == ("Ferry", ["1 reposts"])


# What Zeeschuimer and scrapers collect


DOUYIN = {
    "aweme_id": "70",
    "desc": "Ferry #tarn",
    "create_time": SECONDS,
    "author": {"uid": "1", "nickname": "quay", "sec_uid": "MS4"},
    "statistics": {"digg_count": 3},
}
LINKED_IN = {
    "preDashEntityUrn": "urn:li:fs_updateV2:(urn:li:activity:7170000000000000000,MAIN)",
    "commentary": {"text": {"text": "Ferry #tarn"}},
    "actor": {"name": {"text": "quay"}},
}
LINKED_IN_URL = (
    "https://www.linkedin.com/feed/update/urn:li:activity:7170000000000000000"
)
NINE = {
    "id": "a1",
    "url": "https://9gag.example/gag/a1",
    "title": "Ferry #tarn",
    "type": "Photo",
    "nsfw": 0,
    "upVoteCount": 4,
    "creationTs": SECONDS,
    "creator": {"username": "quay"},
    "postSection": {"name": "Boats"},
}
GAB = mastodon(content="<p>Ferry #tarn</p>") | {
    "account": {"acct": "quay", "username": "quay", "display_name": "quay"}
}
COMMENT = {
    "cid": "1",
    "aweme_id": "70",
    "text": "Ferry #tarn",
    "create_time": SECONDS,
    "user": {"unique_id": "quay"},
    "share_info": {"url": "https://m.tiktok.example/v/70"},
}


@pytest.mark.parametrize(
    ("platform", "data", "link"),
    [
        ("douyin.com", DOUYIN, "https://www.douyin.com/video/70"),
        ("linkedin.com", LINKED_IN, LINKED_IN_URL),
        ("9gag.com", NINE, "https://9gag.example/gag/a1"),
        ("gab.com", GAB, "https://s.example/@q/111"),
        ("tiktok-comments", COMMENT, "https://m.tiktok.example/v/70"),
    ],
)
def test_what_zeeschuimer_collects_elsewhere(
    platform: str, data: Json, link: str
) -> None:
    head = {"nav_index": "1:2:3", "item_id": "x", "source_platform": platform}
    wrapped = head | {"timestamp_collected": 1721382000000, "data": data}
    for record in (wrapped, data | {"__import_meta": head}):
        ((post,), told) = read(json.dumps(record) + "\n")
        assert (post["_form"], post["url"], told) == ("short", link, [])
        shown = post.get("body") or post["title"]
        assert "Ferry #tarn" in shown
        assert post["author"] == "quay"


@pytest.mark.parametrize(
    "header",
    [
        "id,thread_id,parent_id,url,body,author,author_fullname,timestamp,unix_timestamp",
        "id,thread_id,body,timestamp,unix_timestamp,author,likes,tiktok_url",
        "id,thread_id,timestamp,unix_timestamp,link,subject,body,author,source,is_retweet",
        "id,url,thread_id,body,timestamp,unix_timestamp,author,is_promoted,hashtags",
        "id,thread_id,subject,body,timestamp,unix_timestamp,author,post_url",
        "thread_id,id,timestamp,unix_timestamp,body,subject,author,board,image_file",
    ],
)
def test_tables_of_4cat(header: str) -> None:
    cells = {
        "id": "9",
        "thread_id": "9",
        "body": "Ferry",
        "author": "quay",
        "timestamp": "2024-03-06 22:58:00",
        "unix_timestamp": str(SECONDS),
        "source": "An app",
        "subject": "",
    }
    names = header.split(",")
    row = ",".join(cells.get(name, "") for name in names)
    ((record,), told) = read(f"{header}\n{row}\n")
    assert (record["_id"], record["body"], record["_form"]) == ("9", "Ferry", "short")
    assert (record["published"], told) == (str(SECONDS), [])


def test_scrapers_of_instagram_facebook_and_linkedin() -> None:
    picture = {
        "id": "33",
        "type": "Image",
        "shortCode": "Cabc",
        "caption": "Ferry #tarn",
        "hashtags": ["tarn", "quay"],
        "url": "https://www.instagram.com/p/Cabc/",
        "timestamp": WHEN,
        "ownerUsername": "quay",
    }
    ((record,), _) = read([picture])
    assert (record["body"], record["hashtags"]) == ("Ferry #tarn", ["tarn", "quay"])
    scraped = {
        "post_id": "7",
        "text": "Ferry",
        "post_text": "Ferry",
        "shared_text": "",
        "time": "2024-03-06 22:58:00",
        "timestamp": SECONDS,
        "likes": 3,
        "post_url": "https://facebook.com/quay/posts/7",
        "link": "https://quay.example/ferry",
        "username": "Quay",
    }
    ((record,), _) = read([scraped])
    assert (record["published"], record["linked"]) == (
        str(SECONDS),
        "https://quay.example/ferry",
    )
    page = {
        "facebookUrl": "https://www.facebook.com/quay",
        "postId": "7",
        "pageName": "quay",
        "url": "https://www.facebook.com/quay/posts/7",
        "time": WHEN,
        "text": "Ferry",
    }
    ((record,), _) = read([page])
    assert (record["_id"], record["feed"], record["_form"]) == ("7", "quay", "short")
    said = {"commentary": "Ferry", "author_name": "Quay", "created_at": WHEN}
    ((record,), _) = read([said | {"activity_id": "7"}])
    assert (record["body"], record["author"], record["_id"]) == ("Ferry", "Quay", "7")


# Facebook and Instagram: archives, tables


def broken(text: str) -> str:
    """As Meta's archives write it: each byte of UTF-8 as a character."""
    return text.encode().decode("latin-1")


def test_posts_of_an_archive_of_facebook() -> None:
    said = {
        "timestamp": SECONDS,
        "data": [{"post": broken("Brücke zu – 🚋")}, {"update_timestamp": SECONDS}],
        "title": broken("Käte Quay updated her status."),
        "tags": [{"name": "Bay"}],
    }
    link = {
        "timestamp": SECONDS,
        "attachments": [
            {"data": [{"external_context": {"url": "https://quay.example/1"}}]}
        ],
        "title": "Quay shared a link.",
    }
    action = {"timestamp": SECONDS, "title": "Quay updated her profile picture."}
    records, told = read([said, link, action])
    assert [record.get("body") for record in records] == ["Brücke zu – 🚋", None, None]
    assert records[0]["activity"] == "Käte Quay updated her status."
    assert records[1]["linked"] == "https://quay.example/1"
    assert {record["published"] for record in records} == {str(SECONDS)}
    assert all("title" not in record for record in records)
    assert told == []
    inner = {"timestamp": SECONDS, "comment": broken("Schön"), "author": "Quay"}
    comments = {"comments_v2": [{"timestamp": SECONDS, "data": [{"comment": inner}]}]}
    ((record,), _) = read(comments)
    assert (record["body"], record["author"]) == ("Schön", "Quay")
    of_group = {"group_comments_v2": comments["comments_v2"]}
    assert read(of_group)[0][0]["body"] == "Schön"
    group = {"group_posts_v2": [said]}
    assert read(group)[0][0]["body"] == "Brücke zu – 🚋"


def test_headlines_with_a_time_are_no_actions() -> None:
    ((record,), _) = read([{"timestamp": SECONDS, "title": "The bridge closes"}])
    assert (record["title"], record.get("_form")) == ("The bridge closes", None)


def test_posts_of_an_archive_of_instagram() -> None:
    media = {"uri": "media/1.jpg", "creation_timestamp": SECONDS}
    single = {"media": [media | {"title": broken("Brücke – zu")}]}
    several = {
        "media": [media | {"title": ""}, media | {"title": ""}],
        "title": "Two boats",
        "creation_timestamp": SECONDS,
    }
    records, _ = read([single, several])
    assert [record["body"] for record in records] == ["Brücke – zu", "Two boats"]
    for key in ("ig_stories", "ig_other_media", "text_post_app_text_posts"):
        item = media | {"title": "Ferry"} if key == "ig_stories" else single
        ((record,), _) = read({key: [item]})
        assert record["published"] == str(SECONDS)
        assert record["_form"] == "short"
    said = {
        "string_map_data": {
            "Comment": {"value": broken("Schön")},
            "Media Owner": {"value": "bay"},
            "Time": {"timestamp": SECONDS},
        }
    }
    ((record,), _) = read([said])
    assert (record["body"], record["feed"]) == ("Schön", "bay")


def test_tables_of_facebook() -> None:
    library = (
        "id,creation_time,post_owner.id,post_owner.name,surface.name,text,lang,mcl_url\n"
        "7,2024-03-06T21:58:00,5,Quay,Quay,Ferry,en,https://f.example/7\n"
    )
    ((record,), _) = read(library)
    assert (record["_id"], record["author"], record["body"]) == ("7", "Quay", "Ferry")
    netvizz = (
        "type\tby\tpost_id\tpost_link\tpost_message\tlink\tpost_published\tpost_published_unix\n"
        f"link\tpost_page_5\t5_7\thttps://f.example/7\tFerry\thttps://q.example\t2024-03-06T21:58:00+0000\t{SECONDS}\n"
    )
    ((record,), _) = read(netvizz)
    assert (record["_id"], record["body"]) == ("5_7", "Ferry")
    assert (record["url"], record["linked"]) == (
        "https://f.example/7",
        "https://q.example",
    )
    statuses = (
        "status_id,status_message,link_name,status_type,status_link,status_published\n"
        "5_7,Ferry,Boats,link,https://q.example,2024-03-06 21:58:00\n"
    )
    ((record,), _) = read(statuses)
    assert (record["title"], record["_form"]) == ("Boats", "short")


def test_answers_of_crowdtangle_and_of_the_library() -> None:
    post = {
        "platformId": "5_7",
        "platform": "Facebook",
        "date": "2024-03-06 21:58:00",
        "message": "Ferry",
        "expandedLinks": [
            {"original": "https://s.example", "expanded": "https://q.example"}
        ],
        "postUrl": "https://www.facebook.com/5/posts/7",
        "account": {"name": "Quay", "handle": "quay"},
        "languageCode": "en",
    }
    ((record,), _) = read(
        {"status": 200, "result": {"posts": [post], "pagination": {}}}
    )
    assert (record["_id"], record["feed"], record["url"]) == (
        "5_7",
        "Quay",
        "https://q.example",
    )


# YouTube


def test_comments_with_a_video_of_yt_dlp() -> None:
    comment = {
        "id": "U",
        "text": "Ferry!",
        "timestamp": SECONDS,
        "author": "@q",
        "author_id": "UC1",
        "author_thumbnail": "https://t.example",
        "parent": "root",
        "like_count": 2,
    }
    video = {
        "id": "abc",
        "title": "Boats",
        "description": "A film",
        "formats": [{"format_id": "1"}],
        "tags": ["boats", "quay"],
        "categories": ["News & Politics"],
        "channel": "Quay TV",
        "timestamp": SECONDS,
        "upload_date": "20240306",
        "webpage_url": "https://www.youtube.com/watch?v=abc",
        "extractor": "youtube",
        "extractor_key": "Youtube",
        "comments": [comment],
    }
    film, said = read(video)[0]
    assert (film["title"], film["body"], film["feed"]) == ("Boats", "A film", "Quay TV")
    assert film["source_tags"] == ["boats", "quay"]
    assert not any(name.startswith("formats") for name in film)
    assert (said["body"], said["_id"]) == ("Ferry!", "U")
    assert said["url"] == "https://www.youtube.com/watch?v=abc&lc=U"


def test_hits_and_uploads_of_youtube() -> None:
    snippet = {
        "publishedAt": "2024-03-06T21:58:00Z",
        "title": "Boats",
        "description": "A film",
        "channelTitle": "Quay TV",
    }
    hit = {
        "kind": "youtube#searchResult",
        "id": {"kind": "youtube#video", "videoId": "abc"},
        "snippet": snippet,
    }
    channel = hit | {"id": {"kind": "youtube#channel", "channelId": "UC"}}
    upload = {
        "kind": "youtube#playlistItem",
        "id": "x",
        "snippet": snippet | {"resourceId": {"videoId": "abc"}},
    }
    answer = {"kind": "youtube#searchListResponse", "items": [hit, channel]}
    (record,), told = read(answer)
    assert told == ["1 channels and playlists"]
    more = read({"kind": "youtube#playlistItemListResponse", "items": [upload]})[0][0]
    assert record["url"] == more["url"] == "https://www.youtube.com/watch?v=abc"
    video = {"kind": "youtube#video", "id": "abc", "snippet": snippet}
    assert read([video])[0][0]["_id"] == "abc"
    table = (
        "videoId,publishedAt,videoTitle,videoDescription,channelTitle\n"
        "abc,2024-03-06T21:58:00Z,Boats,A film,Quay TV\n"
    )
    assert read(table)[0][0]["url"] == record["url"]


# Posts without words


@pytest.mark.parametrize(
    ("record", "link"),
    [
        (mastodon(content=""), "https://s.example/@q/111"),
        (DOUYIN | {"desc": ""}, "https://www.douyin.com/video/70"),
        (
            {"id": "7", "desc": "", "createTime": SECONDS, "author": "quay"},
            "https://www.tiktok.com/@quay/video/7",
        ),
        (
            {
                "id": "7",
                "code": "C",
                "taken_at": SECONDS,
                "caption": None,
                "user": {"pk": 1},
            },
            "https://www.instagram.com/p/C/",
        ),
        (LINKED_IN | {"commentary": None}, LINKED_IN_URL),
    ],
)
def test_pictures_and_films_without_words_are_posts(record: Json, link: str) -> None:
    ((found,), told) = read([record])
    assert (found["url"], found["_form"], told) == (link, "short", [])
    assert "body" not in found


# No field stands twice


def test_what_fills_a_column_is_no_own_column_too() -> None:
    sky = {
        "uri": AT,
        "cid": "b",
        "author": {"did": "did:plc:q", "handle": "q.example", "displayName": "Quay"},
        "record": POST,
        "likeCount": 2,
    }
    ((record,), _) = read({"posts": [sky]})
    own = {name for name in record if not name.startswith("_")}
    assert own == {
        "body",
        "published",
        "author",
        "language",
        "url",
        "cid",
        "author.did",
        "author.handle",
        "record.$type",
        "likeCount",
    }


# Anything, cut or of other types


SAMPLES: list[Any] = [
    [note(LONG), tweet(1, LONG[:200] + "…")],
    {"data": [{"id": "1", "text": "RT @a: b", "author_id": "5"}], "includes": {}},
    {"records": [{"uri": AT, "value": POST}]},
    [mastodon()],
    {"chats": {"list": [{"name": "Q", "id": 1, "messages": [{"type": "message"}]}]}},
    [{"timestamp": SECONDS, "data": [{"post": broken("Ö")}], "title": "Q did."}],
    [DOUYIN, LINKED_IN, NINE, COMMENT],
    {"data": [{"type": "node", "id": "1", "attributes": {"title": "A"}}]},
    [{"_id": {"$oid": "5e"}, "title": "A", "date": {"$date": {"$numberLong": "1"}}}],
    {"news": [{"title": "A", "text": "B"}], "count": 1},
]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_values_of_other_types_stop_nothing(sample: Any, draw: st.DataObject) -> None:
    text = json.dumps(replaced(sample, draw))
    found = list(read_records(text.encode(), "JSON", "", read_columns()))
    assert found


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_cut_or_changed_files_stop_nothing(sample: Any, draw: st.DataObject) -> None:
    data = json.dumps(sample).encode()
    place = draw.draw(st.integers(0, len(data) - 1))
    put = draw.draw(st.binary(max_size=1))
    for changed in (data[:place], data[:place] + put + data[place + 1 :]):
        assert list(read_records(changed, "JSON", "", read_columns()))

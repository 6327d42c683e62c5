"""A store on disk: posts and their measures as Parquet files, made part by part.

A store is a folder. Each part holds some hundred posts, and is the same number in each of its
folders:

    toolkit-store.json   what was read, and how
    reading/             what was read of the source, where `posts` does not hold it
    posts/               the posts, as `toolkit.read_posts` gives them, with `post_id`
    readability/ sentiment/ sentences/ attributions/ dates/
                         the measures; of sentences the text stands in `posts` alone
    stories.parquet      which posts tell one story
    settled.json         what all posts together tell, and the problems it makes

Every file is written under another name, and renamed when it is whole: whatever is killed leaves
whole files, and goes on where it was. `store_source` reads a source into a store, `StoredPosts`
gives what is in it. It needs the extra `store` (pyarrow, filelock).
"""

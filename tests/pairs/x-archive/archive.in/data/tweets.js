window.YTD.tweets.part0 = [
 {
  "tweet": {
   "id_str": "1657435576369332225",
   "id": "1657435576369332225",
   "created_at": "Sat May 13 17:20:09 +0000 2023",
   "full_text": "@warga Suara kita &amp; kalian, teks yang lebih panjang dari dua ratus delapan puluh tanda dipotong…",
   "favorite_count": "3",
   "retweet_count": "2",
   "lang": "in",
   "source": "<a href=\"https://mobile.twitter.com\">Twitter Web App</a>",
   "in_reply_to_status_id_str": "1657435576369332000",
   "in_reply_to_user_id_str": "9",
   "entities": {
    "hashtags": [],
    "urls": [],
    "user_mentions": [
     {
      "screen_name": "Warga"
     }
    ]
   },
   "edit_info": {
    "initial": {
     "editTweetIds": [
      "1657435576369332225"
     ]
    }
   },
   "extended_entities": {
    "media": [
     {
      "type": "photo"
     }
    ]
   }
  }
 },
 {
  "tweet": {
   "id_str": "1657435576369332226",
   "created_at": "Sat May 13 17:21:09 +0000 2023",
   "full_text": "RT @orang_lain: kata orang lain",
   "favorite_count": "0",
   "retweet_count": "0",
   "lang": "in",
   "entities": {
    "hashtags": [
     {
      "text": "Kata"
     }
    ],
    "urls": [],
    "user_mentions": [
     {
      "screen_name": "orang_lain"
     }
    ]
   }
  }
 },
 {
  "tweet": {
   "id_str": "1657435576369332227",
   "created_at": "Sat May 13 17:22:09 +0000 2023",
   "full_text": "C:\\udang",
   "favorite_count": "1",
   "retweet_count": "0",
   "entities": {
    "urls": [
     {
      "expanded_url": "https://example.org"
     }
    ]
   }
  }
 }
]
window.YTD.community_tweet.part0 = [
 {
  "tweet": {
   "id_str": "5",
   "created_at": "Sat May 13 17:20:09 +0000 2023",
   "full_text": "Komunitas"
  }
 }
]
window.YTD.deleted_tweets.part0 = [
 {
  "tweet": {
   "id_str": "6",
   "created_at": "Sat May 13 17:20:09 +0000 2023",
   "full_text": "dihapus"
  }
 }
]
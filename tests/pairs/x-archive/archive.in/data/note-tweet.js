window.YTD.note_tweet.part0 = [
 {
  "noteTweet": {
   "noteTweetId": "1657435575000000000",
   "createdAt": "2023-05-13T17:20:08.000Z",
   "updatedAt": "2023-05-13T17:20:08.000Z",
   "core": {
    "text": "Suara kita & kalian, teks yang lebih panjang dari dua ratus delapan puluh tanda, utuh #Utuh",
    "hashtags": [
     {
      "text": "Utuh"
     }
    ],
    "urls": [
     {
      "shortUrl": "https://t.co/1",
      "expandedUrl": "https://example.org/utuh"
     }
    ],
    "mentions": [
     {
      "screenName": "Kalian"
     }
    ]
   }
  }
 }
]
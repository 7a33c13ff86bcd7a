window.YTD.follower.part0 = [
 {
  "follower": {
   "accountId": "1",
   "userLink": "https://x.com/intent/user?user_id=1"
  }
 },
 {
  "follower": {
   "accountId": "2"
  }
 }
]
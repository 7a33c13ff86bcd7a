window.YTD.follower.part1 = [
 {
  "follower": {
   "accountId": "3"
  }
 }
]
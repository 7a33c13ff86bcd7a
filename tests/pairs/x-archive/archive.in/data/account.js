window.YTD.account.part0 = [
 {
  "account": {
   "phoneNumber": "+620",
   "email": "a@example.org",
   "username": "PartaiKita",
   "accountId": "12497",
   "accountDisplayName": "Partai Kita"
  }
 }
]
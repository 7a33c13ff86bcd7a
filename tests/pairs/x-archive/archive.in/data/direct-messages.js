window.YTD.direct_messages.part0 = [
 {
  "dmConversation": {
   "conversationId": "1",
   "messages": [
    {
     "messageCreate": {
      "id": "1",
      "text": "rahasia",
      "createdAt": "2023-05-13T17:20:09.000Z"
     }
    }
   ]
  }
 }
]
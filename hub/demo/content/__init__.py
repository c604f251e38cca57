"""The demo company as plain data: nothing here touches the database. hub.demo.services puts it in through the rooms' services."""
